/** Of all addresses of this computer, the ones a phone may use, the most likely first. Pure. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import { adapterKind, isRealNetwork } from './adapter-kind.ts';
import { isPrivateAddress, isSelfAssigned } from './ip-ranges.ts';
import type { RouteHolder } from './route-tables.ts';

/** As `os.networkInterfaces()` answers. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * IPv4 only: a QR code with an IPv6 address is long, and a home network without IPv4 is not known to us.
 * @param routes who holds the system's default routes, the preferred one first
 */
export function rankAddresses(interfaces: Interfaces, routes: readonly RouteHolder[]): NetworkAddress[] {
  const ranked: { readonly entry: NetworkAddress; readonly key: readonly number[] }[] = [];
  for (const [interfaceName, infos] of Object.entries(interfaces)) {
    for (const info of infos ?? []) {
      if (info.family !== 'IPv4' || info.internal) continue;
      const { address } = info;
      const route = routes.findIndex((holder) =>
        'interfaceName' in holder ? holder.interfaceName === interfaceName : holder.address === address,
      );
      const kind = adapterKind({
        interfaceName,
        address,
        mac: info.mac.toLowerCase(),
        prefixLength: prefixLengthOf(info),
        defaultRoute: route >= 0,
      });
      const isPrivate = isPrivateAddress(address);
      ranked.push({
        entry: { interfaceName, address, kind, defaultRoute: route >= 0, isPrivate },
        key: [
          isRealNetwork(kind) ? 0 : 1,
          isSelfAssigned(address) ? 1 : 0,
          route >= 0 ? route : routes.length,
          isPrivate ? 0 : 1,
          kind === 'container' || kind === 'virtual' ? 1 : 0,
        ],
      });
    }
  }
  return ranked.sort((one, other) => compare(one.key, other.key)).map(({ entry }) => entry);
}

/** The interface that the user chose while it is there, the most likely one otherwise; null without a network. */
export function chooseAddress(
  ranked: readonly NetworkAddress[],
  preferredInterface: string | null,
): NetworkAddress | null {
  return ranked.find(({ interfaceName }) => interfaceName === preferredInterface) ?? ranked[0] ?? null;
}

/**
 * What the HTTPS twin's certificate may name: it is shown to whoever opens a connection, and where else this computer
 * is at home, in a VPN or among virtual machines, is nobody's business there.
 */
export function addressesToName(ranked: readonly NetworkAddress[]): string[] {
  return ranked.filter(({ kind }) => isRealNetwork(kind)).map(({ address }) => address);
}

function prefixLengthOf({ cidr }: NetworkInterfaceInfo): number {
  return cidr === null ? 24 : Number(cidr.slice(cidr.indexOf('/') + 1));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
