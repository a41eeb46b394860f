/** Worker processes by `child_process.fork`: for the command line, servers, and tests. */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { MessagePort, SpawnPort, WorkerExit, WorkerProcess } from './spawn-port.ts';

export const forkedProcesses: SpawnPort = {
  spawn(entry, { environment, givesWay = false }) {
    const child = fork(entry, [], {
      // Structured clone, as Electron's message ports have it; JSON would lose NaN and undefined.
      serialization: 'advanced',
      // An inspector or a test runner's loader is not for the child.
      execArgv: [],
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    if (givesWay && child.pid !== undefined) lowerPriority(child.pid);
    return {
      pid: child.pid,
      port: portOf(child),
      stdout: child.stdout,
      stderr: child.stderr,
      exited: endOf(child),
      disconnect() {
        if (child.connected) child.disconnect();
      },
      kill() {
        child.kill('SIGKILL');
      },
    } satisfies WorkerProcess;
  },
};

/** Before it starts its threads, which inherit it. Where the system does not let us, it competes as all others do. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may also have gone again, which its exit tells.
  }
}

function portOf(child: ChildProcess): MessagePort {
  return {
    post(message) {
      // The callback takes the error of a channel that closes while the message is on its way.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
  };
}

/** The exit is known before the channel has been read to its end; the last answer may still be in there. */
function endOf(child: ChildProcess): Promise<WorkerExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: String(error) }));
    const closed = new Promise<void>((done) => {
      if (child.connected) child.once('disconnect', done);
      else done();
    });
    child.once('exit', (code, signal) => void closed.then(() => resolve({ code, signal })));
  });
}
