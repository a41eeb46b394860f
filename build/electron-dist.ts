import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the place of the fuses in Electron's program, as @electron/fuses looks for it. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');

const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
  win32: 'electron.exe',
};

/** Whether a folder holds Electron, or only something of its shape to try packaging with. */
export async function hasFuses(directory: string, platform = process.platform): Promise<boolean> {
  const program = join(directory, programs[platform] ?? 'electron');
  if (!existsSync(program)) return false;
  let end = Buffer.alloc(0);
  for await (const piece of createReadStream(program, { highWaterMark: 1 << 20 })) {
    const seen = Buffer.concat([end, piece as Buffer]);
    if (seen.includes(sentinel)) return true;
    end = seen.subarray(-sentinel.length);
  }
  return false;
}
