/** IPv4 ranges by name, and membership in them. */
import { BlockList } from 'node:net';

/** RFC 1918 and RFC 3927: the ranges that are never anybody else's on the internet. */
export const privateRanges = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const;

const privateAddresses = new BlockList();
for (const [network, prefix] of privateRanges) privateAddresses.addSubnet(network, prefix, 'ipv4');

const selfAssigned = new BlockList();
selfAssigned.addSubnet('169.254.0.0', 16, 'ipv4');

export const isPrivateAddress = (address: string): boolean => privateAddresses.check(address, 'ipv4');
/** Made up by the system because no router answered. */
export const isSelfAssigned = (address: string): boolean => selfAssigned.check(address, 'ipv4');
