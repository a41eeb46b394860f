/** The built `irisvue studio` as a process of its own, with the probe in it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Standstill } from './probe.ts';

const command = fileURLToPath(new URL('../../out/main/irisvue.js', import.meta.url));
const probe = new URL('probe.ts', import.meta.url).href;

export interface StudioProcess {
  readonly link: string;
  /** Begins to measure; the returned function ends it. */
  watchLoop(): () => Promise<Standstill>;
  close(): Promise<void>;
}

export async function startStudioProcess(dataDirectory: string): Promise<StudioProcess> {
  const child = fork(command, ['studio', '--no-open', '--data', dataDirectory], {
    execArgv: ['--import', probe],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const link = await linkOf(child);
  return {
    link,
    watchLoop() {
      child.send('watch');
      return async () => {
        const answer = once(child, 'message');
        child.send('tell');
        const [standstill] = (await answer) as [Standstill];
        return standstill;
      };
    },
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function linkOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the studio did not start: ${output}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\S+/.exec(output);
      if (found !== null && output.includes('Ctrl+C')) resolve(found[0]);
    });
  });
}
