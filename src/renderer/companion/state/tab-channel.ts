/** What tabs of one phone tell each other, so that each shows what the one that sends is doing. */
import { z } from 'zod';

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('outbox') }),
  z.strictObject({ type: z.literal('sending'), sha256: z.string(), share: z.number().nullable() }),
]);
export type TabMessage = z.infer<typeof messageSchema>;

export interface TabChannel {
  tell(message: TabMessage): void;
  /** @returns stops listening */
  listen(listener: (message: TabMessage) => void): () => void;
}

export function openTabChannel(): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { tell() {}, listen: () => () => {} };
  const channel = new BroadcastChannel('irisvue-companion');
  return {
    tell: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = ({ data }: MessageEvent) => {
        const message = messageSchema.safeParse(data);
        if (message.success) listener(message.data);
      };
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
}
