import { studioPictureIdSchema } from '../../../contracts/companion/studio-picture.ts';

/** Where the page is, kept in the address so that the phone's back button goes back. */
export type View =
  | { readonly kind: 'home' }
  | { readonly kind: 'today' }
  | { readonly kind: 'result'; readonly captureId: string }
  /** One that the studio sent. */
  | { readonly kind: 'picture'; readonly pictureId: string }
  | { readonly kind: 'coach' }
  | { readonly kind: 'told' }
  | { readonly kind: 'guide' };

export const home: View = { kind: 'home' };

export function parseView(fragment: string): View {
  const [, name = '', id = ''] = fragment.replace(/^#/, '').split('/');
  if (name === 'result' && /^[0-9a-f]{64}$/.test(id)) return { kind: 'result', captureId: id };
  const pictureId = name === 'picture' ? studioPictureIdSchema.safeParse(id) : null;
  if (pictureId?.success) return { kind: 'picture', pictureId: pictureId.data };
  if (name === 'today' || name === 'coach' || name === 'told' || name === 'guide') return { kind: name };
  return home;
}

export function addressOf(view: View): string {
  switch (view.kind) {
    case 'home':
      return '#/';
    case 'result':
      return `#/result/${view.captureId}`;
    case 'picture':
      return `#/picture/${view.pictureId}`;
    default:
      return `#/${view.kind}`;
  }
}
