/** Interfaces as `os.networkInterfaces()` would answer them. */
import type { NetworkInterfaceInfo } from 'node:os';

export function interfaceInfo(cidr: string, mac = '3c:22:fb:10:20:30'): NetworkInterfaceInfo {
  const [address = '', prefix = '24'] = cidr.split('/');
  return {
    address,
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac,
    internal: address.startsWith('127.'),
    cidr: `${address}/${prefix}`,
  };
}
