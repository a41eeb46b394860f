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
import { isRealNetwork } from './adapter-kind.ts';
import { askFirewall } from './firewall/ask-firewall.ts';
import type { FirewallQuestion, FirewallState } from './firewall/firewall-state.ts';
import { isSelfAssigned } from './ip-ranges.ts';
import { type ProbeOutcome, probeListener } from './probe-listener.ts';
import { runSystemCommand } from './run-command.ts';

export interface DoctorOptions {
  readonly probe?: (address: string, port: number) => Promise<ProbeOutcome>;
  readonly firewall?: (question: FirewallQuestion) => Promise<FirewallState | null>;
  readonly timers?: Timers;
  readonly program?: string;
}

export interface DoctorQuestion {
  /** All there are, as the network watch ranks them. */
  readonly addresses: readonly NetworkAddress[];
  /** The one in the QR code; null without a network. */
  readonly chosen: NetworkAddress | null;
  readonly port: number;
}

export async function examineConnection(
  { addresses, chosen, port }: DoctorQuestion,
  options: DoctorOptions = {},
): Promise<ConnectionReport> {
  const {
    timers = systemTimers,
    probe = (address, at) => probeListener(address, at, timers),
    firewall = (question) => askFirewall(process.platform, runSystemCommand, question),
    program = process.execPath,
  } = options;
  const [outcomes, wall] = await Promise.all([
    Promise.all(addresses.map(async ({ address }) => ({ address, outcome: await probe(address, port) }))),
    chosen === null ? null : firewall({ port, interfaceName: chosen.interfaceName, program }),
  ]);
  const observed: Observations = {
    addresses,
    chosen,
    outcome: outcomes.find(({ address }) => address === chosen?.address)?.outcome ?? null,
    wall,
  };
  return {
    findings: conclude(observed),
    reachable: outcomes.filter(({ outcome }) => outcome === 'answers').map(({ address }) => address),
    alternatives: addresses.filter((entry) => entry.address !== chosen?.address && isRealNetwork(entry.kind)),
  };
}

export interface Observations {
  readonly addresses: readonly NetworkAddress[];
  readonly chosen: NetworkAddress | null;
  /** What the listener said at the chosen address. */
  readonly outcome: ProbeOutcome | null;
  readonly wall: FirewallState | null;
}

/** The most likely reason first. */
export function conclude({ addresses, chosen, outcome, wall }: Observations): ConnectionFinding[] {
  if (chosen === null) return [{ code: 'noNetwork' }];
  const { address, kind } = chosen;
  const findings: ConnectionFinding[] = [];
  if (outcome !== null && outcome !== 'answers')
    findings.push({ code: 'notListening', address, why: outcome });
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
