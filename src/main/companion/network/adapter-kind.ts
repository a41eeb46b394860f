/**
 * What an interface is, from what every system tells without asking: its name, its hardware address, its network.
 * The tables name the adapters that virtual machines, containers and VPNs are known to bring.
 */
import type { NetworkKind } from '../../../contracts/companion/network.ts';

const names: readonly (readonly [RegExp, NetworkKind])[] = [
  [/^(docker|podman|cni|flannel|cali|cilium|kube|weave|lxcbr|lxdbr|veth|nerdctl)/, 'container'],
  [/^br-[0-9a-f]{8,}$/i, 'container'],
  [
    /^(tun|tap|utun|wg|ppp|ipsec|gif|stf|zt|ham|nebula|tailscale|nordlynx|proton|mullvad|cscotun|gpd)/i,
    'vpn',
  ],
  [
    /\b(vpn|wireguard|tailscale|zerotier|anyconnect|fortinet|fortissl|globalprotect|pangp|hamachi|mullvad|zscaler|warp)\b|openvpn|nordvpn|protonvpn|tap-windows/i,
    'vpn',
  ],
  [/^(vmnet|vboxnet|virbr|vnic|vnet|dummy|ifb|awdl|llw|anpi|ap\d|feth|bond0\.dummy)/i, 'virtual'],
  [/vethernet|hyper-v|vmware|virtualbox|parallels|\bwsl\b|npcap|loopback|bluetooth/i, 'virtual'],
  [/^bridge\d/i, 'virtual'],
  [/^(wl|wifi|ath|ra\d)|wi-?fi|wlan|wireless|drahtlos|airport/i, 'wifi'],
  [/^(eth|en[opsx])|ethernet|^lan\b/i, 'wired'],
];

/** Makers' prefixes of hardware addresses that no real network card carries. */
const hardware: readonly (readonly [string, NetworkKind])[] = [
  ['00:05:69', 'virtual'],
  ['00:0c:29', 'virtual'],
  ['00:1c:14', 'virtual'],
  ['00:50:56', 'virtual'],
  ['08:00:27', 'virtual'],
  ['0a:00:27', 'virtual'],
  ['00:15:5d', 'virtual'],
  ['00:1c:42', 'virtual'],
  ['52:54:00', 'virtual'],
  ['00:16:3e', 'virtual'],
  ['02:42:', 'container'],
  ['00:ff:', 'vpn'],
];

/** The computer's own end of the hotspots that Windows, Linux and macOS open. */
const hotspots = new Set(['192.168.137.1', '10.42.0.1', '192.168.2.1']);

export interface Adapter {
  readonly interfaceName: string;
  readonly address: string;
  /** Lower case, with colons; '00:00:00:00:00:00' where the system tells none. */
  readonly mac: string;
  /** Bits of the network's part of the address. */
  readonly prefixLength: number;
  readonly defaultRoute: boolean;
}

export function adapterKind(adapter: Adapter): NetworkKind {
  const { interfaceName, address, mac, prefixLength, defaultRoute } = adapter;
  const named = names.find(([pattern]) => pattern.test(interfaceName))?.[1];
  if (named === 'vpn') return 'vpn';
  // A network of one is a tunnel's end.
  if (prefixLength === 32) return 'vpn';
  if (hotspots.has(address) && named !== 'container') return 'hotspot';
  const made = hardware.find(([prefix]) => mac.startsWith(prefix))?.[1];
  if (made === 'vpn') return 'vpn';
  const apparent = named === undefined || named === 'wifi' || named === 'wired' ? (made ?? named) : named;
  if (apparent === 'virtual' || apparent === 'container') {
    // Inside a virtual machine, or with a bridged switch, this is the way out: then it is the network there is.
    return defaultRoute ? 'network' : apparent;
  }
  return apparent ?? 'network';
}

/** Whether a phone in the same room may be expected behind it. */
export const isRealNetwork = (kind: NetworkKind): boolean =>
  kind === 'wifi' || kind === 'wired' || kind === 'network' || kind === 'hotspot';
