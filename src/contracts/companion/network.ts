/** Where this computer can be reached by a phone, and what is known to stand in the way. Values, not words. */
import { z } from 'zod';

/**
 * What lies behind an interface, as far as its name, hardware address and network tell. `network` is a real one of
 * unknown kind; nothing from `vpn` onwards is expected to reach a phone in the same room.
 */
export const networkKindSchema = z.enum([
  'wifi',
  'wired',
  'network',
  'hotspot',
  'vpn',
  'container',
  'virtual',
]);
export type NetworkKind = z.infer<typeof networkKindSchema>;

export const networkAddressSchema = z.strictObject({
  /** The system's name; what a wish for another interface says. */
  interfaceName: z.string(),
  address: z.ipv4(),
  kind: networkKindSchema,
  /** The system sends to the internet through it. */
  defaultRoute: z.boolean(),
  /** Of a private range: only then may the studio's own certificate name it. */
  isPrivate: z.boolean(),
});
export type NetworkAddress = z.infer<typeof networkAddressSchema>;

export const connectionFindingSchema = z.discriminatedUnion('code', [
  /** No interface but the machine's own. */
  z.strictObject({ code: z.literal('noNetwork') }),
  /** The studio does not answer at its own address, asked from this very computer. */
  z.strictObject({
    code: z.literal('notListening'),
    address: z.ipv4(),
    /** `notAllowed`: the system did not let it listen. */
    why: z.enum(['notAllowed', 'refused', 'silent', 'noSuchAddress']),
  }),
  z.strictObject({
    code: z.literal('firewallBlocks'),
    firewall: z.string(),
    /** False where the firewall is on and its rules cannot be read without being its administrator. */
    certain: z.boolean(),
  }),
  /** Windows treats the network as a public place and keeps other devices out. */
  z.strictObject({ code: z.literal('publicNetwork'), network: z.string() }),
  z.strictObject({ code: z.literal('vpnUp'), interfaceName: z.string() }),
  /** The QR code names an address that no phone in the room is expected to reach. */
  z.strictObject({ code: z.literal('unlikelyAddress'), address: z.ipv4(), kind: networkKindSchema }),
  /** There was no router to give an address: the system made one up, and a phone has none that fits. */
  z.strictObject({ code: z.literal('selfAssignedAddress'), address: z.ipv4() }),
  /** Nothing on this computer stands in the way: it is the phone's network, or the router between them. */
  z.strictObject({ code: z.literal('nothingFound'), address: z.ipv4() }),
]);
export type ConnectionFinding = z.infer<typeof connectionFindingSchema>;

export const connectionReportSchema = z.strictObject({
  /** The most likely reason first. */
  findings: z.array(connectionFindingSchema),
  /** Own addresses at which the studio answered. */
  reachable: z.array(z.ipv4()),
  /** Interfaces that may be worth trying instead, the best first. */
  alternatives: z.array(networkAddressSchema),
});
export type ConnectionReport = z.infer<typeof connectionReportSchema>;
