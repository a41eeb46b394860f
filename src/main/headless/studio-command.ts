import { logStrays } from '../assembly/log-strays.ts';
import { openStudioHost } from '../assembly/open-studio-host.ts';
import { windowDirectory } from '../assembly/places.ts';
import { productName } from '../assembly/product.ts';
import { exitCodes } from './exit-codes.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { startStudioServer } from './studio-server/studio-server.ts';

export interface StudioCommand {
  readonly dataDirectory: string | null;
  /** 0 takes a free one. */
  readonly port: number;
  readonly open: boolean;
}

/** Serves the studio to a browser on this machine until it is interrupted; what is left waits for the next start. */
export async function runStudio({ dataDirectory, port, open }: StudioCommand): Promise<number> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const host = await openStudioHost('browser', { data: dataDirectory });
  const stopLoggingStrays = logStrays(host.parts.log);
  try {
    const server = await startStudioServer({ host, windowDirectory, port }).catch((error) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
      process.stderr.write(`Port ${port} cannot be used. Choose another with --port.\n`);
      return null;
    });
    if (server === null) return exitCodes.usage;
    try {
      await host.resume();
      process.stdout.write(`${productName} is open at\n\n  ${server.link}\n\nPress Ctrl+C to close it.\n`);
      if (open && hasDisplay(process.platform, process.env)) await openBrowser(server.link, process.platform);
      await interrupted;
    } finally {
      await server.close();
    }
    return exitCodes.allDone;
  } finally {
    await host.close();
    stopLoggingStrays();
  }
}
