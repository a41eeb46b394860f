/** What the connection doctor found, in words that say what to do. */
import type { ConnectionFinding, NetworkAddress, NetworkKind } from '../../../contracts/companion/network.ts';

export const networkNames: Readonly<Record<NetworkKind, string>> = {
  wifi: 'Wi-Fi',
  wired: 'Cable',
  network: 'Network',
  hotspot: 'Hotspot of this computer',
  vpn: 'VPN',
  container: 'Container',
  virtual: 'Virtual network',
};

/** "Wi-Fi · 192.168.1.20"; where two would be called the same, the system's name stands beside it. */
export function networkLabel(network: NetworkAddress, all: readonly NetworkAddress[]): string {
  const { kind, interfaceName, address } = network;
  const isAlone = all.filter((other) => other.kind === kind).length === 1;
  const name = isAlone ? networkNames[kind] : `${networkNames[kind]} ${interfaceName}`;
  return `${name} · ${address}`;
}

export interface FindingWords {
  readonly title: string;
  readonly advice: string;
}

export function findingWords(finding: ConnectionFinding, platform: string): FindingWords {
  switch (finding.code) {
    case 'noNetwork':
      return {
        title: 'This computer is in no network.',
        advice: 'Connect it to the Wi-Fi that the phone uses, or to the phone’s hotspot.',
      };
    case 'notListening':
      return finding.why === 'notAllowed'
        ? {
            title: 'The studio was not allowed to listen for phones.',
            advice: 'Allow IrisVue Studio in the firewall of this computer, then show a new code.',
          }
        : {
            title: `The studio does not answer at ${finding.address}.`,
            advice:
              'The network has just changed, or a security program keeps it from listening. Show a new code.',
          };
    case 'firewallBlocks':
      return finding.certain
        ? { title: `${finding.firewall} keeps phones out.`, advice: allowIn[platform] ?? allowIn.other }
        : {
            title: `${finding.firewall} is on and may keep phones out.`,
            advice: allowIn[platform] ?? allowIn.other,
          };
    case 'publicNetwork':
      return {
        title: `Windows treats “${finding.network}” as a public network.`,
        advice:
          'If it is yours: Settings, Network & internet, then the network’s properties, and choose Private network.',
      };
    case 'vpnUp':
      return {
        title: 'A VPN is connected.',
        advice: 'Some of them cut a computer off from its own network. Disconnect it for the moment.',
      };
    case 'unlikelyAddress':
      return {
        title: `${finding.address} belongs to a ${unlikely[finding.kind] ?? 'network'} of this computer.`,
        advice: 'A phone cannot reach it. Connect this computer to the Wi-Fi that the phone uses.',
      };
    case 'selfAssignedAddress':
      return {
        title: 'This computer got no address from a router.',
        advice: 'Check the cable or join the Wi-Fi again, then show a new code.',
      };
    case 'nothingFound':
      return {
        title: 'Everything is in order on this computer.',
        advice:
          'Check that the phone is in the same Wi-Fi, without a VPN. Guest networks often keep devices apart.',
      };
  }
}

const unlikely: Partial<Record<NetworkKind, string>> = {
  vpn: 'VPN',
  container: 'container',
  virtual: 'virtual network',
};

const allowIn: Readonly<Record<string, string>> & { readonly other: string } = {
  win32:
    'Allow it: Windows Security, Firewall & network protection, Allow an app, then IrisVue Studio, Private.',
  darwin:
    'Allow it: System Settings, Network, Firewall, Options, then IrisVue Studio: Allow incoming connections.',
  other: 'Allow incoming connections for the port after the colon, from your own network.',
};
