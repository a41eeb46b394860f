/** Asks the system who holds the default routes. Nothing is sent to find out. */
import { readFile } from 'node:fs/promises';
import { type RouteHolder, routesOfLinux, routesOfMac, routesOfWindows } from './route-tables.ts';
import { type RunCommand, windowsProgram } from './run-command.ts';

export interface RouteSource {
  readonly platform: string;
  readonly run: RunCommand;
  readonly readText?: (path: string) => Promise<string>;
}

/** The preferred one first; none where there is none or the system does not tell. */
export async function readDefaultRoutes(source: RouteSource): Promise<RouteHolder[]> {
  const { platform, run, readText = (path) => readFile(path, 'utf8') } = source;
  try {
    if (platform === 'linux') return routesOfLinux(await readText('/proc/net/route'));
    if (platform === 'darwin') {
      return routesOfMac((await run('/usr/sbin/netstat', ['-rn', '-f', 'inet']))?.output ?? '');
    }
    if (platform === 'win32') {
      return routesOfWindows(
        (await run(windowsProgram('route.exe'), ['print', '-4', '0.0.0.0']))?.output ?? '',
      );
    }
  } catch {
    // A system that keeps its routes to itself: the ranking goes by the adapters alone.
  }
  return [];
}
