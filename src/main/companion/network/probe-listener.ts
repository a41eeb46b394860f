import { connect, type Socket } from 'node:net';
import type { Timers } from '../../queue/timers.ts';

export type ProbeOutcome = 'answers' | 'refused' | 'silent' | 'noSuchAddress';

const patienceMs = 1_500;

/**
 * Opens a real connection to one of this computer's own addresses and closes it at once. It stays inside the
 * machine, so it proves that the studio listens there, and not that a firewall lets others in.
 */
export function probeListener(
  address: string,
  port: number,
  timers: Timers,
  open: (options: { host: string; port: number }) => Socket = connect,
): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = open({ host: address, port });
    const end = (outcome: ProbeOutcome) => {
      stopWaiting();
      socket.destroy();
      resolve(outcome);
    };
    const stopWaiting = timers.after(patienceMs, () => end('silent'));
    socket.once('connect', () => end('answers'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') end('refused');
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENETUNREACH') end('noSuchAddress');
      else end('silent');
    });
  });
}
