/** Whether `npm start` can open the desktop studio on this machine, and in which words to say why not. */

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly hasDisplay: boolean;
  /** Null on Windows. */
  readonly userId: number | null;
  /** Of Chromium's sandbox, on Linux: namespaces of its own, or its helper with special rights. */
  readonly sandbox: { readonly hasNamespaces: boolean; readonly hasHelper: boolean };
  /** What was typed behind `npm start --`. */
  readonly words: readonly string[];
}

export type Start =
  | { readonly how: 'desktop' }
  /** `why` is one line for the user; null where they asked for it themselves. */
  | { readonly how: 'browser'; readonly why: string | null };

/** Only the browser's host knows these. */
const browserWords = ['--port', '--no-open'];
const instead = 'so the studio opens in a browser instead.';

export function howToStart({ platform, hasDisplay, userId, sandbox, words }: Machine): Start {
  if (words.some((word) => browserWords.some((each) => word === each || word.startsWith(`${each}=`))))
    return { how: 'browser', why: null };
  if (!hasDisplay) return { how: 'browser', why: `There is no screen to open a window on, ${instead}` };
  if (platform !== 'linux') return { how: 'desktop' };
  if (userId === 0)
    return {
      how: 'browser',
      why: `As root the window would run without its protective sandbox, ${instead} Start it as an ordinary user for the window.`,
    };
  if (!sandbox.hasNamespaces && !sandbox.hasHelper)
    return {
      how: 'browser',
      why: `This system (or container) does not let the window have its protective sandbox, ${instead} Allowing unprivileged user namespaces brings the window.`,
    };
  return { how: 'desktop' };
}

export function withoutElectron(reason: string): Start {
  return { how: 'browser', why: `Electron is not here and could not be fetched (${reason}), ${instead}` };
}
