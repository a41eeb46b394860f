/** Native libraries write where they like; line by line it goes to our log instead of the user's terminal. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

const longestLine = 2000;

export function captureLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  // A stream that breaks ends with its process, which is reported on its own.
  stream.on('error', () => {});
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (coloured) => {
    const line = stripVTControlCharacters(coloured).trimEnd();
    if (line !== '') onLine(line.slice(0, longestLine));
  });
}
