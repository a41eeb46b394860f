import { open } from 'node:fs/promises';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { safeHeaders } from '../../window/safe-headers.ts';

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...safeHeaders, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Answers 404 where the file is gone. */
export async function sendFile(
  response: ServerResponse,
  path: string,
  headers: OutgoingHttpHeaders,
  withBody = true,
): Promise<void> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch {
    sendText(response, 404, 'This is no longer here.');
    return;
  }
  try {
    const { size } = await file.stat();
    response.writeHead(200, { ...safeHeaders, 'Content-Length': size, ...headers });
    if (!withBody) response.end();
    // Whoever goes away in the middle is no error of ours.
    else await pipeline(file.createReadStream({ autoClose: false }), response).catch(() => {});
  } finally {
    await file.close();
  }
}
