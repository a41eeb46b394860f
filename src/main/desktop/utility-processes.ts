/** Worker processes as Electron's utility processes, behind the port that the supervisors know. */
import { constants, setPriority } from 'node:os';
import { type App, type UtilityProcess, utilityProcess } from 'electron';
import { leaveMessage } from '../../contracts/worker-api.ts';
import type { SpawnPort, WorkerExit, WorkerProcess } from '../workers/spawn-port.ts';
import type { Timers } from '../workers/timers.ts';

/** Between Electron's two ways to tell that a process has gone. */
const exitFollowsMs = 1_000;

export function utilityProcesses(app: App, timers: Timers): SpawnPort {
  let started = 0;
  return {
    spawn(entry, { serviceName, environment, givesWay = false }) {
      started += 1;
      // Electron tells the death of a process by its name only, so each has its own.
      const name = `${serviceName} ${started}`;
      const child = utilityProcess.fork(entry, [], {
        serviceName: name,
        // Electron refuses anything else for stdin.
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...environment },
        execArgv: [],
      });
      if (givesWay) child.once('spawn', () => lowerPriority(child.pid));
      let hasEnded = false;
      child.once('exit', () => {
        hasEnded = true;
      });
      const exited = endOf(child, name, app, timers);
      return {
        get pid() {
          return child.pid;
        },
        port: {
          post(message) {
            if (!hasEnded) child.postMessage(message);
          },
          onMessage(listener) {
            child.on('message', listener);
            return () => child.off('message', listener);
          },
        },
        stdout: child.stdout as WorkerProcess['stdout'],
        stderr: child.stderr as WorkerProcess['stderr'],
        exited,
        disconnect() {
          if (!hasEnded) child.postMessage(leaveMessage);
        },
        kill() {
          if (hasEnded) return;
          // `kill()` of Electron asks; what hangs in native code must not be asked.
          if (child.pid === undefined) child.kill();
          else endNow(child.pid);
        },
      } satisfies WorkerProcess;
    },
  };
}

/**
 * `exit` may be missing when a process never started, and `child-process-gone` knows reasons that an exit code does
 * not tell, so both are listened to.
 */
function endOf(child: UtilityProcess, name: string, app: App, timers: Timers): Promise<WorkerExit> {
  return new Promise((resolve) => {
    let reason: string | null = null;
    const onGone = (_event: unknown, details: Electron.Details) => {
      if (details.type !== 'Utility' || details.name !== name) return;
      reason = details.reason;
      timers.after(exitFollowsMs, () => settle(details.exitCode));
    };
    // A turn later: what it said last may still be on its way to its listeners.
    const settle = (code: number | null) => {
      app.off('child-process-gone', onGone);
      setImmediate(() => resolve({ code, signal: reason }));
    };
    app.on('child-process-gone', onGone);
    child.once('exit', (code) => {
      // The other report comes in the same turn or not at all.
      setImmediate(() => settle(code));
    });
  });
}

/** Before it starts its threads, which inherit it. Where the system does not let us, it competes as all others do. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may also have gone again, which its exit tells.
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}
