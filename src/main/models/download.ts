/**
 * Fetches one file over a line that may break. What has arrived stays on disk and the next request asks for the rest
 * (RFC 9110, Range), today or tomorrow; in the end the whole is held against its SHA-256, and only then is it a file.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { StudioFailure } from '../../contracts/failure.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';

export interface DownloadRequest {
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where the parts gather; afterwards the whole file. */
  readonly path: string;
}

export interface DownloadOptions {
  readonly onProgress?: (received: number, total: number) => void;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
  /** Resolves after that many milliseconds; tests pass none. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** Attempts in a row that may bring nothing new. */
const fruitlessAttempts = 4;
const firstPauseMs = 1_000;

/**
 * @throws StudioFailure 'downloadInterrupted' (what arrived is kept), 'downloadRefused' (it is not), 'cancelled',
 *   and the failures of a disk
 */
export async function download(request: DownloadRequest, options: DownloadOptions = {}): Promise<void> {
  const { pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) } = options;
  requireSafeAddress(request.address);
  let fruitless = 0;
  let last: unknown = null;
  for (;;) {
    const before = await sizeOf(request.path);
    if (before >= request.bytes) break;
    try {
      await receive(request, before, options);
    } catch (error) {
      if (options.signal?.aborted) throw new StudioFailure('cancelled');
      if (error instanceof StudioFailure) throw error;
      last = error;
    }
    const after = await sizeOf(request.path);
    if (after >= request.bytes) break;
    fruitless = after > before ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAttempts)
      throw new StudioFailure(
        'downloadInterrupted',
        { received: after, reason: String(last) },
        { cause: last },
      );
    await pause(firstPauseMs * 2 ** fruitless);
  }
  await verify(request);
}

/** The product's own addresses are https; plain http is for a server on this machine. */
function requireSafeAddress(address: string): void {
  const { protocol, hostname } = new URL(address);
  if (
    protocol === 'https:' ||
    (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  )
    return;
  throw new StudioFailure('downloadRefused', { reason: 'the address is not secure', protocol });
}

async function receive(
  { address, bytes, path }: DownloadRequest,
  already: number,
  { onProgress, signal, fetch: request = fetch }: DownloadOptions,
): Promise<void> {
  const response = await request(address, {
    headers: { 'accept-encoding': 'identity', ...(already > 0 && { range: `bytes=${already}-` }) },
    ...(signal && { signal }),
    redirect: 'follow',
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408) {
    await response.body?.cancel();
    await rm(path, { force: true });
    throw new StudioFailure('downloadRefused', { status: response.status });
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the server answered ${response.status}`);
  }
  const continues = response.status === 206 && startOf(response) === already;
  let received = continues ? already : 0;
  const file = await openPart(path, continues);
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      received += piece.byteLength;
      if (received > bytes) break;
      await append(file, piece);
      onProgress?.(received, bytes);
    }
  } finally {
    await file.close();
  }
  if (received <= bytes) return;
  await rm(path, { force: true });
  throw new StudioFailure('downloadRefused', { reason: 'there is more than there should be', bytes });
}

function startOf(response: Response): number | null {
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return range === null ? null : Number(range[1]);
}

/** Errors of the disk are told apart from errors of the line, which are worth another attempt. */
async function openPart(path: string, continues: boolean): Promise<FileHandle> {
  return open(path, continues ? 'a' : 'w').catch((error) => {
    throw failureOfIoError(error, 'library');
  });
}

async function append(file: FileHandle, piece: Uint8Array): Promise<void> {
  await file.writeFile(piece).catch((error) => {
    throw failureOfIoError(error, 'library');
  });
}

async function verify({ path, bytes, sha256 }: DownloadRequest): Promise<void> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer);
    length += (piece as Buffer).byteLength;
  }
  const found = hash.digest('hex');
  if (length === bytes && found === sha256) return;
  await rm(path, { force: true });
  throw new StudioFailure('downloadRefused', {
    expected: { bytes, sha256 },
    found: { bytes: length, sha256: found },
  });
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
