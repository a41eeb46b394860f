import { describe, expect, it } from 'vitest';
import type { PhoneApi, PhoneMethod } from '../../../contracts/companion/phone-api.ts';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import { hashFile } from './hash-file.ts';
import type { Leases } from './lease.ts';
import { ownTab } from './lease.ts';
import { memoryOutbox } from './outbox.ts';
import { Uploader } from './uploader.ts';

const chunkBytes = 1000;

/** Takes chunks at exactly its own offset, as the studio does, and can be made to go wrong. */
class Receiver {
  readonly parts = new Map<string, number[]>();
  readonly finished = new Map<string, number[]>();
  begun = 0;
  /** Consulted before each chunk is taken. */
  onChunk: (offset: number) => 'take' | 'lose' | 'cut' = () => 'take';
  refuse: FailureCode | null = null;

  readonly api = {
    call: async (method: PhoneMethod, argument: { localId: string; uploadId: string; sha256: string }) => {
      if (method === 'beginUpload') {
        this.begun += 1;
        if (this.refuse !== null) throw new StudioFailure(this.refuse);
        const { localId } = argument;
        if (this.finished.has(localId)) return { state: 'here' };
        const part = this.parts.get(localId) ?? [];
        this.parts.set(localId, part);
        return { state: 'send', uploadId: localId, offset: part.length, chunkBytes };
      }
      this.finished.set(argument.sha256, this.parts.get(argument.uploadId) ?? []);
      return {};
    },
    sendChunk: async ({ uploadId, offset }: { uploadId: string; offset: number }, bytes: Uint8Array) => {
      const part = this.parts.get(uploadId) as number[];
      const fate = this.onChunk(offset);
      if (fate === 'cut') throw new StudioFailure('connectionLost');
      if (fate === 'take' && offset === part.length) part.push(...bytes);
      return { offset: part.length };
    },
  } as unknown as PhoneApi;
}

async function scene(sizes: number[] = [4500], leases: Leases = ownTab) {
  const outbox = memoryOutbox();
  const files: Uint8Array[] = [];
  const ids: string[] = [];
  for (const [index, size] of sizes.entries()) {
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 7 + index) % 251);
    const file = new Blob([bytes]);
    const sha256 = await hashFile(file);
    files.push(bytes);
    ids.push(sha256);
    const kept = {
      sha256,
      name: `${index}.heic`,
      byteLength: size,
      addedAt: index,
      small: null,
      refused: null,
    };
    await outbox.add(kept, file);
  }
  const receiver = new Receiver();
  const shares: (number | null)[] = [];
  const later: (() => void)[] = [];
  const sent: string[] = [];
  const heldUp: (FailureCode | null)[] = [];
  const listener = {
    onChange: () => {},
    onHeldUp: (code: FailureCode | null) => heldUp.push(code),
    onSent: ({ name }: { name: string }) => sent.push(name),
    onProgress: (_: string, share: number | null) => shares.push(share),
  };
  const uploader = new Uploader(receiver.api, outbox, leases, listener, (_, run) => {
    later.push(run);
    return () => later.splice(0, later.length, ...later.filter((other) => other !== run));
  });
  const arrived = (index: number) => receiver.finished.get(ids[index] as string);
  return { outbox, receiver, uploader, files, shares, sent, arrived, later, heldUp };
}

describe('sending what is kept', () => {
  it('sends everything, oldest first, and keeps nothing', async () => {
    const { uploader, outbox, files, sent, arrived, shares } = await scene([4500, 1000, 1]);
    await uploader.wake();
    expect(sent).toEqual(['0.heic', '1.heic', '2.heic']);
    for (const [index, bytes] of files.entries()) expect(arrived(index)).toEqual([...bytes]);
    expect(await outbox.list()).toEqual([]);
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeNull();
  });

  it('goes on where the studio is, not where it believes to be', async () => {
    const { uploader, receiver, files, arrived } = await scene([9000]);
    receiver.onChunk = (offset) => (offset === 3000 ? 'cut' : 'take');
    await uploader.wake();
    expect(arrived(0)).toBeUndefined();
    expect(receiver.begun).toBe(1);
    receiver.onChunk = () => 'take';
    await uploader.wake();
    expect(arrived(0)).toEqual([...(files[0] as Uint8Array)]);
  });

  it('asks again when a chunk was lost on the way', async () => {
    const { uploader, receiver, files, arrived } = await scene([9000]);
    let lost = false;
    receiver.onChunk = (offset) => {
      if (offset !== 2000 || lost) return 'take';
      lost = true;
      return 'lose';
    };
    await uploader.wake();
    expect(receiver.begun).toBe(2);
    expect(arrived(0)).toEqual([...(files[0] as Uint8Array)]);
  });

  it('does not send what the studio has', async () => {
    const { uploader, outbox, receiver, arrived } = await scene([500]);
    const [kept] = await outbox.list();
    const file = (await outbox.file(kept?.sha256 ?? '')) as Blob;
    await uploader.wake();
    await outbox.add({ ...(kept as NonNullable<typeof kept>) }, file);
    receiver.onChunk = () => {
      throw new Error('sent twice');
    };
    await uploader.wake();
    expect(arrived(0)).toHaveLength(500);
    expect(await outbox.list()).toEqual([]);
  });

  it('sets aside what the studio will not have, and goes on with the next', async () => {
    const { uploader, outbox, receiver, sent } = await scene([500, 600]);
    const begin = receiver.api.call.bind(receiver.api);
    const api = receiver.api as { call: (method: string, argument: { byteLength?: number }) => unknown };
    api.call = async (method, argument) => {
      if (argument.byteLength === 500) throw new StudioFailure('uploadTooLarge');
      return begin(method as never, argument as never);
    };
    await uploader.wake();
    expect(sent).toEqual(['1.heic']);
    expect(await outbox.list()).toMatchObject([{ name: '0.heic', refused: 'uploadTooLarge' }]);
  });

  it('keeps what a full studio cannot take now', async () => {
    const { uploader, outbox, receiver, heldUp, later, sent } = await scene([500]);
    receiver.refuse = 'studioFull';
    await uploader.wake();
    expect(await outbox.list()).toMatchObject([{ refused: null }]);
    expect(heldUp).toEqual(['studioFull']);
    receiver.refuse = null;
    later.shift()?.();
    await expect.poll(() => sent).toEqual(['0.heic']);
    expect(heldUp.at(-1)).toBeNull();
  });

  it('stops before the next chunk when it is told to, and when another tab took over', async () => {
    const stopped = await scene([9000]);
    stopped.receiver.onChunk = (offset) => {
      if (offset === 2000) stopped.uploader.stop();
      return 'take';
    };
    await stopped.uploader.wake();
    expect(stopped.arrived(0)).toBeUndefined();

    let steps = 0;
    const lost = await scene([9000], {
      async whileHeld(work) {
        await work(async () => ++steps < 4);
        return true;
      },
    });
    await lost.uploader.wake();
    expect(lost.arrived(0)).toBeUndefined();
    expect(await lost.outbox.list()).toHaveLength(1);
  });

  it('sends nothing without the lease', async () => {
    const { uploader, receiver } = await scene([500], { whileHeld: async () => false });
    await uploader.wake();
    expect(receiver.begun).toBe(0);
  });

  it('asks for the lease again until a page that went with it has lost it, and no longer than it may', async () => {
    let isFree = false;
    const { uploader, later, sent } = await scene([500], {
      async whileHeld(work) {
        if (isFree) await work(async () => true);
        return isFree;
      },
    });
    await uploader.wake();
    later.shift()?.();
    await expect.poll(() => later).toHaveLength(1);
    uploader.stop();
    expect(later).toEqual([]);
    await uploader.wake();
    isFree = true;
    later.shift()?.();
    await expect.poll(() => sent).toEqual(['0.heic']);
    await uploader.wake();
    expect(later).toEqual([]);
  });

  it('runs once, however often it is woken', async () => {
    const { uploader, receiver, sent } = await scene([4500]);
    await Promise.all([uploader.wake(), uploader.wake(), uploader.wake()]);
    expect(receiver.begun).toBe(1);
    expect(sent).toEqual(['0.heic']);
  });
});
