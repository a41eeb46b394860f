/**
 * Asks a busy worker for a sign of life. Rounds are counted and not time, so that a laptop that slept for an hour
 * does not find its worker "hung" on waking. A tile blocks the worker's thread for seconds on a slow machine; the
 * limits leave room for that.
 */
import type { Timers } from './timers.ts';

export interface HeartbeatLimits {
  readonly everyMs: number;
  /** Rounds in a row without any sign of life. */
  readonly missed: number;
}

export interface Heartbeat {
  /** Anything heard from the worker is a sign of life. */
  alive(): void;
  stop(): void;
}

export function startHeartbeat(
  ping: () => Promise<unknown>,
  onHung: () => void,
  limits: HeartbeatLimits,
  timers: Timers,
): Heartbeat {
  let silentRounds = 0;
  let stopped = false;
  const alive = () => {
    silentRounds = 0;
  };
  const beat = () => {
    if (silentRounds >= limits.missed) {
      stopped = true;
      onHung();
      return;
    }
    silentRounds += 1;
    // A rejection means that the process has gone, which its exit tells better.
    ping().then(alive, () => {});
    callOff = timers.after(limits.everyMs, beat);
  };
  let callOff = timers.after(limits.everyMs, beat);
  return {
    alive,
    stop() {
      if (!stopped) callOff();
      stopped = true;
    },
  };
}
