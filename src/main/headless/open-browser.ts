import { spawn } from 'node:child_process';

/** Whether there is a screen that a browser could open on. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Asks the system to show the link; resolves to whether it took it. */
export function openBrowser(link: string, platform: NodeJS.Platform): Promise<boolean> {
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', link]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', link]
        : ['xdg-open', link];
  return new Promise((resolve) => {
    const child = spawn(command!, args, { stdio: 'ignore', detached: true, windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
