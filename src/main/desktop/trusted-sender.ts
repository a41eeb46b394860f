import { isAppPage } from './app-address.ts';

export interface Sender {
  readonly contentsId: number;
  /** Of the frame that sent it; null when that frame has gone. */
  readonly frame: { readonly url: string; readonly isMain: boolean } | null;
}

/** A message counts only when the window's own page sent it: not a frame in it, nor a page that took its place. */
export function isTrusted({ contentsId, frame }: Sender, ourContents: ReadonlySet<number>): boolean {
  if (!frame?.isMain) return false;
  return isAppPage(frame.url) && ourContents.has(contentsId);
}
