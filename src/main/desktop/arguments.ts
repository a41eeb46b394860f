/** What the studio was started with: by a person, by the system for a link, by a second start for the first. */
import { resolve } from 'node:path';
import { linkScheme } from '../../contracts/desktop-bridge.ts';

export interface StartArguments {
  /** From `--data`; null takes the system's place for application data. */
  readonly dataDirectory: string | null;
  /** Photos and folders, absolute. */
  readonly paths: readonly string[];
  readonly links: readonly string[];
  /** Only start, open a window and end: packaging proves itself with it. */
  readonly isSmokeTest: boolean;
}

/**
 * @param words without the program's own name and, in development, its folder
 * @param directory that relative paths are meant from
 */
export function readArguments(words: readonly string[], directory: string): StartArguments {
  const paths: string[] = [];
  const links: string[] = [];
  let dataDirectory: string | null = null;
  let isSmokeTest = false;
  let onlyPaths = false;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '') continue;
    if (onlyPaths) paths.push(resolve(directory, word));
    else if (word === '--') onlyPaths = true;
    else if (word === '--data') dataDirectory = rest.shift() ?? null;
    else if (word.startsWith('--data=')) dataDirectory = word.slice('--data='.length);
    else if (word === '--smoke-test') isSmokeTest = true;
    else if (word.startsWith(`${linkScheme}:`)) links.push(word);
    // Switches of Chromium; macOS adds a process number of its own.
    else if (!word.startsWith('-')) paths.push(resolve(directory, word));
  }
  return {
    dataDirectory: dataDirectory === null ? null : resolve(directory, dataDirectory),
    paths,
    links,
    isSmokeTest,
  };
}

/** Electron's own name comes first, and in development the folder or file that it was given to run, behind switches. */
export function ownWords(argv: readonly string[], isPackaged: boolean): string[] {
  const [, ...words] = argv;
  if (isPackaged) return words;
  return words.slice(words.findIndex((word) => !word.startsWith('-')) + 1);
}
