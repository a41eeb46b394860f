import { randomUUID } from 'node:crypto';

/**
 * A UUID of version 7 (RFC 9562, section 5.7): its first 48 bits are the time, so that new ids go to the end of
 * their index instead of to random pages, which matters when a hundred thousand are added at once. The rest,
 * after the version's digit, is that of a random UUID, which Node draws from a pool much faster than bytes.
 */
export function newJobId(now: number, random: string = randomUUID()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
