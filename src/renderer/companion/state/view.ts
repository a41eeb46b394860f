/** Where the page is, kept in the address so that the phone's back button goes back. */
export type View =
  | { readonly kind: 'home' }
  | { readonly kind: 'today' }
  | { readonly kind: 'result'; readonly captureId: string }
  | { readonly kind: 'coach' }
  | { readonly kind: 'told' }
  | { readonly kind: 'guide' };

export const home: View = { kind: 'home' };

export function parseView(fragment: string): View {
  const [, name = '', id = ''] = fragment.replace(/^#/, '').split('/');
  if (name === 'result' && /^[0-9a-f]{64}$/.test(id)) return { kind: 'result', captureId: id };
  if (name === 'today' || name === 'coach' || name === 'told' || name === 'guide') return { kind: name };
  return home;
}

export function addressOf(view: View): string {
  switch (view.kind) {
    case 'home':
      return '#/';
    case 'result':
      return `#/result/${view.captureId}`;
    default:
      return `#/${view.kind}`;
  }
}
