/** The media worker's methods as main calls them: it reads untrusted files, so its answers are parsed too. */
import { z } from 'zod';
import { type MediaApi, mediaAnswerSchema } from '../../contracts/media-api.ts';
import { guardedClient } from '../../transport/guarded-client.ts';
import type { MessagePort } from './spawn-port.ts';

export function mediaClient(port: MessagePort): MediaApi {
  return guardedClient<MediaApi>(
    {
      run: mediaAnswerSchema,
      ping: z.strictObject({ busy: z.boolean(), residentBytes: z.number().nonnegative() }),
    },
    port,
  );
}
