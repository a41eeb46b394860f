/** Where the user is, as a fragment of the address: Back and Esc mean the same, and links lead to photos. */
export type SettingsSection = 'general' | 'output' | 'hardware' | 'models' | 'storage' | 'phones' | 'privacy';

export type View =
  | { kind: 'library' }
  | { kind: 'photo'; photoId: string }
  | { kind: 'outline'; photoId: string }
  | { kind: 'phones' }
  | { kind: 'settings'; section: SettingsSection };

const sections: readonly SettingsSection[] = [
  'general',
  'output',
  'hardware',
  'models',
  'storage',
  'phones',
  'privacy',
];

export function viewOf(fragment: string): View {
  const [, first, second, third] = fragment.replace(/^#/, '').split('/');
  if (first === 'photo' && /^[0-9a-f]{64}$/.test(second ?? '')) {
    return { kind: third === 'outline' ? 'outline' : 'photo', photoId: second as string };
  }
  if (first === 'phones') return { kind: 'phones' };
  if (first === 'settings')
    return { kind: 'settings', section: sections.find((name) => name === second) ?? 'general' };
  return { kind: 'library' };
}

export function fragmentOf(view: View): string {
  switch (view.kind) {
    case 'library':
      return '#/';
    case 'photo':
      return `#/photo/${view.photoId}`;
    case 'outline':
      return `#/photo/${view.photoId}/outline`;
    case 'phones':
      return '#/phones';
    case 'settings':
      return `#/settings/${view.section}`;
  }
}

/** One step out: what Esc does. */
export function parentOf(view: View): View {
  return view.kind === 'outline' ? { kind: 'photo', photoId: view.photoId } : { kind: 'library' };
}
