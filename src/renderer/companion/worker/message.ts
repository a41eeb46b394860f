import { pushMessageSchema } from '../../../contracts/companion/push-message.ts';

export interface ShownMessage {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly navigate: string;
}

/** What to show for a push, whatever came: the same JSON that iOS shows by itself, or words that are always true. */
export function messageOf(text: string, scope: string): ShownMessage {
  const parsed = pushMessageSchema.safeParse(readJson(text));
  if (!parsed.success) {
    return { title: 'News from your studio', body: 'Touch to see it.', tag: 'news', navigate: scope };
  }
  const { title, body, tag, navigate } = parsed.data.notification;
  return { title, body, tag, navigate };
}

/** Where a tap leads, as a fragment of this page: an address of anywhere else leads to the page's start. */
export function pathWithin(scope: string, navigate: unknown): string {
  if (typeof navigate !== 'string' || !URL.canParse(navigate, scope)) return '#/';
  const url = new URL(navigate, scope);
  const isOwn = url.origin === new URL(scope).origin && /^#\/[a-z0-9/-]*$/.test(url.hash);
  return isOwn ? url.hash : '#/';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
