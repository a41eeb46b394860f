/**
 * What a locked phone is told. iOS from 18.4 on shows this shape by itself (Declarative Web Push); elsewhere the
 * page's service worker shows the very same. It holds a title, a line and a link: never a picture, never a name.
 */
import { z } from 'zod';

export const pushMessageSchema = z.strictObject({
  /** The number by which the shape is recognised. */
  web_push: z.literal(8030),
  notification: z.strictObject({
    title: z.string().min(1),
    body: z.string(),
    /** Where a tap leads: an address of the studio's page. */
    navigate: z.url(),
    /** Another message with the same tag takes its place. */
    tag: z.string(),
    lang: z.literal('en'),
  }),
});
export type PushMessage = z.infer<typeof pushMessageSchema>;

/**
 * The page's manifest, relative to it. With a single-use code of `carryOver`, an app that is put on the Home Screen
 * starts with it: on iOS that app has a storage of its own and would not be paired otherwise.
 */
export const pageManifest = (code: string | null): string =>
  code === null ? 'app.webmanifest' : `app.webmanifest?code=${code}`;
