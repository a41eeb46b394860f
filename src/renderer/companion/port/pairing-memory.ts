/** What the phone keeps of its studio: who it is, the keys, and the last notice it has seen. */
import { z } from 'zod';
import { credentialSchema } from '../../../contracts/companion/pairing.ts';
import type { PhoneMemory } from '../outbox/phone-memory.ts';

const keptPairingSchema = z.object({
  credential: credentialSchema,
  studio: z.string(),
  phone: z.string(),
  /** Null before the first one. */
  lastNotice: z.int().nonnegative().nullable(),
});
export type KeptPairing = z.infer<typeof keptPairingSchema>;

export interface PairingMemory {
  read(): Promise<KeptPairing | null>;
  write(pairing: KeptPairing | null): Promise<void>;
}

const fact = 'pairing';

/** Where the browser keeps nothing, a pairing lasts as long as its page. */
export function pairingMemory(memory: PhoneMemory | null): PairingMemory {
  if (memory === null) {
    let kept: KeptPairing | null = null;
    return {
      read: async () => kept,
      async write(pairing) {
        kept = pairing;
      },
    };
  }
  return {
    async read() {
      const kept = keptPairingSchema.safeParse(await memory.get('facts', fact));
      return kept.success ? kept.data : null;
    },
    async write(pairing) {
      if (pairing === null) await memory.delete('facts', fact);
      else await memory.put('facts', pairing, fact);
    },
  };
}
