/**
 * No phone came: what stands in the way, as far as this computer can know. It looks, changes nothing, and sends
 * nothing out of the machine.
 */
import type {
  ConnectionFinding,
  ConnectionReport,
  NetworkAddress,
} from '../../../contracts/companion/network.ts';
import { systemTimers, type Timers } from '../../queue/timers.ts';
import type { ConnectionDoctor, ListenerState } from '../ports.ts';
import { isRealNetwork } from './adapter-kind.ts';
import { askFirewall } from './firewall/ask-firewall.ts';
import type { FirewallQuestion, FirewallState } from './firewall/firewall-state.ts';
import { isSelfAssigned } from './ip-ranges.ts';
import { type ProbeOutcome, probeListener } from './probe-listener.ts';
import { runSystemCommand } from './run-command.ts';

export interface DoctorOptions {
  /** As the network watch ranks them. */
  readonly addresses: () => readonly NetworkAddress[];
  readonly probe?: (address: string, port: number) => Promise<ProbeOutcome>;
  readonly firewall?: (question: FirewallQuestion) => Promise<FirewallState | null>;
  readonly timers?: Timers;
  /** What a firewall knows this program by. */
  readonly program?: string;
}

export function createConnectionDoctor(options: DoctorOptions): ConnectionDoctor {
  const {
    timers = systemTimers,
    probe = (address, port) => probeListener(address, port, timers),
    firewall = (question) => askFirewall(process.platform, runSystemCommand, question),
    program = process.execPath,
  } = options;
  return {
    async examine(listener) {
      const addresses = options.addresses();
      const { port } = listener;
      const chosen = addresses.find(({ address }) => address === listener.address) ?? addresses[0] ?? null;
      const [outcomes, wall] = await Promise.all([
        port === null
          ? []
          : Promise.all(
              addresses.map(async ({ address }) => ({ address, outcome: await probe(address, port) })),
            ),
        chosen === null || port === null
          ? null
          : firewall({ port, interfaceName: chosen.interfaceName, program }).catch(() => null),
      ]);
      const outcome = outcomes.find(({ address }) => address === chosen?.address)?.outcome ?? null;
      return {
        findings: conclude({ addresses, chosen, listener, outcome, wall }),
        reachable: outcomes.filter((each) => each.outcome === 'answers').map(({ address }) => address),
        alternatives: addresses.filter((each) => each !== chosen && isRealNetwork(each.kind)),
      } satisfies ConnectionReport;
    },
  };
}

export interface Observations {
  readonly addresses: readonly NetworkAddress[];
  /** What the QR code names. */
  readonly chosen: NetworkAddress | null;
  readonly listener: ListenerState;
  /** What a connection from this very computer met; null where nothing listens. */
  readonly outcome: ProbeOutcome | null;
  readonly wall: FirewallState | null;
}

/** The most likely reason first. Empty once a phone has loaded the page: then nothing is in the way. */
export function conclude({ addresses, chosen, listener, outcome, wall }: Observations): ConnectionFinding[] {
  if (chosen === null) return [{ code: 'noNetwork' }];
  if (listener.pageSeen) return [];
  const { address, kind } = chosen;
  const findings: ConnectionFinding[] = [];
  if (listener.refusal !== null) findings.push({ code: 'notListening', address, why: 'notAllowed' });
  else if (outcome !== 'answers') {
    findings.push({ code: 'notListening', address, why: outcome ?? 'refused' });
  }
  if (wall?.verdict === 'blocks') {
    findings.push({ code: 'firewallBlocks', firewall: wall.name, certain: true });
  }
  if (!isRealNetwork(kind)) findings.push({ code: 'unlikelyAddress', address, kind });
  if (isSelfAssigned(address)) findings.push({ code: 'selfAssignedAddress', address });
  // On a public network a firewall that lets the studio through has been told so on purpose.
  if (wall !== null && wall.publicNetwork !== null && wall.verdict !== 'lets') {
    findings.push({ code: 'publicNetwork', network: wall.publicNetwork });
  }
  if (wall?.verdict === 'mayBlock') {
    findings.push({ code: 'firewallBlocks', firewall: wall.name, certain: false });
  }
  if (isRealNetwork(kind)) {
    for (const other of addresses) {
      if (other.kind === 'vpn') findings.push({ code: 'vpnUp', interfaceName: other.interfaceName });
    }
  }
  return findings.length > 0 ? findings : [{ code: 'nothingFound', address }];
}
