import { extensionOfFormat, type OutputFormat } from '../../contracts/recipe.ts';

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

export interface SaveNameParts {
  /** As the photo came; its extension is left out. */
  readonly photoName: string;
  /** Which version of the photo's pictures it is, from 1. */
  readonly number: number;
  readonly createdAt: Date;
  readonly format: OutputFormat;
}

/** Fills the user's pattern, and leaves out what some system does not allow in a file's name. */
export function nameForSaving(pattern: string, parts: SaveNameParts): string {
  const values: Readonly<Record<string, string>> = {
    name: parts.photoName.replace(/\.[^.]+$/, '') || 'photo',
    date: dateOf(parts.createdAt),
    number: String(parts.number).padStart(3, '0'),
  };
  const filled = pattern.replace(/\{(name|date|number)\}/g, (_, key: string) => values[key]!);
  const clean = filled
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replace(/[<>:"/\\|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '');
  const short = [...clean].slice(0, 120).join('');
  const safe = reserved.test(short) ? `${short}-iris` : short;
  return `${safe || 'iris'}.${extensionOfFormat[parts.format]}`;
}

/** The photographer's own calendar day. */
function dateOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
