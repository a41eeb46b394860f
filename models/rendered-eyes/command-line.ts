/** What both writers share: options, and files that appear only when they are complete. */
import { renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Reads `--name value` options; every one has a default or must be given. Throws RangeError on nonsense. */
export function readOptions(defaults: Readonly<Record<string, string | undefined>>): {
  text(name: string): string;
  number(name: string): number;
} {
  const { values } = parseArgs({
    options: Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }])),
  });
  const text = (name: string): string => {
    const value = values[name] ?? defaults[name];
    if (typeof value !== 'string') throw new RangeError(`--${name} is needed`);
    return value;
  };
  return {
    text,
    number: (name) => {
      const value = Number(text(name));
      if (!Number.isFinite(value)) throw new RangeError(`--${name} must be a number`);
      return value;
    },
  };
}

/** The description appears before the bytes, so that whoever sees the bytes can read what they are. */
export function writeComplete(path: string, bytes: Uint8Array, description: unknown): void {
  const json = `${path.replace(/\.bin$/, '')}.json`;
  writeFileSync(`${json}.part`, `${JSON.stringify(description)}\n`);
  renameSync(`${json}.part`, json);
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}
