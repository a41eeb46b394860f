const longestName = 120;
const longestExtension = 12;

/**
 * A file's name as it may be shown: no folders, no control characters, no marks that turn the direction of
 * writing (which can make "photo‮gpj.exe" read as a picture), composed accents, at most 120 characters with
 * the extension kept. Never used as a path.
 */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';
  const clean = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return shorten(clean) || 'photo';
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= longestName) return name;
  const extension = /\.[^. ]+$/u.exec(name)?.[0] ?? '';
  const kept = extension.length <= longestExtension ? extension : '';
  return `${characters.slice(0, longestName - 1 - kept.length).join('')}…${kept}`;
}
