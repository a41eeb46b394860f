/**
 * The X.509 extension that keeps an authority to its own names and to private addresses (RFC 5280, 4.2.1.10). A kind
 * of name without a permitted subtree would be unconstrained, so both kinds always have some.
 */
import { privateRanges } from '../network/ip-ranges.ts';

export const nameConstraintsId = '2.5.29.30';

const dnsName = 0x82;
const ipAddress = 0x87;
const sequence = 0x30;
const permittedSubtrees = 0xa0;

/** Unique local and link-local addresses, as network and mask. */
const privateIpv6 = [
  [0xfc, 7],
  [0xfe80, 10],
] as const;

/** DER of the extension's value. A name also permits all names below it. */
export function nameConstraints(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const subtrees = [
    ...names.map((name) => element(dnsName, Buffer.from(name, 'ascii'))),
    ...privateRanges.map(([network, prefix]) => element(ipAddress, ipv4Range(network, prefix))),
    ...privateIpv6.map(([start, prefix]) => element(ipAddress, ipv6Range(start, prefix))),
  ].map((name) => element(sequence, name));
  return new Uint8Array(element(sequence, element(permittedSubtrees, Buffer.concat(subtrees))));
}

function ipv4Range(network: string, prefix: number): Buffer {
  return Buffer.concat([Buffer.from(network.split('.').map(Number)), mask(4, prefix)]);
}

function ipv6Range(start: number, prefix: number): Buffer {
  const network = Buffer.alloc(16);
  if (start > 0xff) network.writeUInt16BE(start);
  else network.writeUInt8(start);
  return Buffer.concat([network, mask(16, prefix)]);
}

function mask(byteLength: number, prefix: number): Buffer {
  return Buffer.from(
    Array.from({ length: byteLength }, (_, index) => {
      const bits = Math.max(0, Math.min(8, prefix - index * 8));
      return 0xff & ~(0xff >> bits);
    }),
  );
}

function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : null;
  if (head === null) return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
  return Buffer.concat([Buffer.from(head), content]);
}
