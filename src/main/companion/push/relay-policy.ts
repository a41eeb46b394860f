/**
 * Which addresses the studio may send a push to. A subscription is a stranger's word: without this list it could
 * make the studio call any computer, also in the user's own network.
 */
import { BlockList, isIP } from 'node:net';

export interface RelayPolicy {
  /** Whether a subscription with this endpoint is taken at all. */
  allows(endpoint: string): boolean;
  /** Whether a host's address may be called: the name alone says nothing about where it leads. */
  mayCall(address: string): boolean;
}

/** The relays of the browsers' makers: Google, Mozilla, Apple, Microsoft. A leading dot stands for all below. */
const relays = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  '.push.services.mozilla.com',
  '.push.apple.com',
  '.notify.windows.com',
];

export const knownRelays: RelayPolicy = {
  allows(endpoint) {
    if (!URL.canParse(endpoint)) return false;
    const { protocol, hostname, port, username, password } = new URL(endpoint);
    if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return false;
    return relays.some((relay) => (relay.startsWith('.') ? hostname.endsWith(relay) : hostname === relay));
  },
  mayCall: isPublicAddress,
};

/** IANA's special-purpose registry: none of it is a computer on the internet. */
const special = new BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  const [network = '', prefix] = range.split('/');
  special.addSubnet(network, Number(prefix), 'ipv4');
}
/** Of IPv6, only 2000::/3 is given out; documentation, 6to4 and Teredo lie inside it. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const special6 = new BlockList();
special6.addSubnet('2001::', 23, 'ipv6');
special6.addSubnet('2001:db8::', 32, 'ipv6');
special6.addSubnet('2002::', 16, 'ipv6');

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
    default:
      return false;
  }
}
