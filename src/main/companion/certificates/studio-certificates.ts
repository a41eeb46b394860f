/**
 * The certificates that the page's HTTPS twin shows: an authority made once per installation, and a leaf that
 * follows the computer's addresses and is renewed a month before it ends.
 */
import { X509Certificate } from 'node:crypto';
import { type Clock, systemClock } from '../../library/clock.ts';
import type { Log } from '../../library/log.ts';
import { systemTimers, type Timers } from '../../queue/timers.ts';
import { isPrivateAddress } from '../network/ip-ranges.ts';
import type { Certificates, SecretKeeper, TwinCertificate } from '../ports.ts';
import { CertificateFolder, type KeptAuthority, type KeptLeaf } from './kept-certificates.ts';

const dayMs = 86_400_000;
const renewBeforeMs = 30 * dayMs;
const lookEveryMs = dayMs;
const mostAddresses = 16;
const mostFetchers = 1000;

export interface CertificatesOptions {
  /** Of its own, inside the data folder. */
  readonly directory: string;
  readonly keeper: SecretKeeper;
  readonly log: Log;
  /** As the system calls this computer. */
  readonly hostName: string;
  /** All of this computer, for one certificate to serve them all. */
  readonly addresses: () => readonly string[];
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Four hexadecimal digits that tell this installation from another in the same room. */
  readonly mark: () => string;
}

export interface StudioCertificates extends Certificates {
  readonly path: string;
  /** What a phone installs, DER. */
  readonly root: Uint8Array;
  /** A phone at this address has asked for the root. */
  fetchedFrom(remoteAddress: string): void;
  close(): void;
}

/** Where a phone gets the certificate, in the form that its system takes best; see certificate-routes.ts. */
export const authorityPath = '/authority';

/** Makes the authority where there is none. Rejects with the file system's errors. */
export async function openCertificates(options: CertificatesOptions): Promise<StudioCertificates> {
  const { keeper, log, clock = systemClock, timers = systemTimers } = options;
  const folder = new CertificateFolder(options.directory, keeper, log);
  const listeners = new Set<() => void>();
  const fetched = new Set<string>();
  let authority = await folder.readAuthority();
  if (authority === null || endsSoon(authority.expiresAt)) authority = await makeAuthority();
  let leaf = await folder.readLeaf();
  let root = derOf(authority.root);
  /** One at a time: two certificates made at once would each miss the other's address. */
  let work: Promise<unknown> = Promise.resolve();
  let stopLooking = timers.after(lookEveryMs, look);

  function endsSoon(expiresAt: number): boolean {
    return expiresAt - clock.now() < renewBeforeMs;
  }

  async function makeAuthority(): Promise<KeptAuthority> {
    const { issueAuthority } = await import('./issue.ts');
    const mark = options.mark();
    const name = `IrisVue Studio ${mark}`;
    const names = ownNames(mark, options.hostName);
    const issued = await issueAuthority(name, names, clock.now());
    const expiresAt = new X509Certificate(issued.intermediate).validToDate.getTime();
    const made = { ...issued, name, names, expiresAt };
    await folder.writeAuthority(made);
    log.info({ name, names }, 'a certificate authority was made for this installation');
    return made;
  }

  function serves(candidate: KeptLeaf | null, address: string): candidate is KeptLeaf {
    if (candidate === null || authority === null) return false;
    const isOurs = new X509Certificate(candidate.certificate).checkIssued(
      new X509Certificate(authority.intermediate),
    );
    // One from the future was made while the clock was wrong.
    const isFromNow = candidate.issuedAt <= clock.now() && !endsSoon(candidate.expiresAt);
    return isOurs && isFromNow && candidate.addresses.includes(address);
  }

  async function leafFor(address: string): Promise<TwinCertificate> {
    const issuer = authority as KeptAuthority;
    if (!serves(leaf, address)) {
      const { issueLeaf } = await import('./issue.ts');
      const all = [address, ...options.addresses().filter(isPrivateAddress)];
      const addresses = [...new Set(all)].slice(0, mostAddresses);
      const issuedAt = clock.now();
      leaf = { ...(await issueLeaf(issuer, issuer.names, addresses, issuedAt)), addresses, issuedAt };
      await folder.writeLeaf(leaf);
      log.info({ addresses }, 'a certificate was made for the addresses of this computer');
    }
    const { certificate, key } = leaf as KeptLeaf;
    const chain = [certificate, issuer.intermediate].map((pem) => pem.trimEnd());
    return { certificate: `${chain.join('\n')}\n`, key: pemOf(key), names: issuer.names };
  }

  /** Looks once a day whether something is about to end, so that whoever shows it asks for another. */
  async function look(): Promise<void> {
    stopLooking = timers.after(lookEveryMs, look);
    try {
      const authorityEnds = authority !== null && endsSoon(authority.expiresAt);
      if (authorityEnds) {
        authority = await makeAuthority();
        root = derOf(authority.root);
        fetched.clear();
      }
      if (authorityEnds || (leaf !== null && endsSoon(leaf.expiresAt))) {
        for (const listener of listeners) listener();
      }
    } catch (error) {
      log.error({ error }, 'the certificates could not be renewed');
    }
  }

  return {
    get name() {
      return (authority as KeptAuthority).name;
    },
    path: authorityPath,
    get root() {
      return root;
    },
    fetchedFrom(remoteAddress) {
      if (fetched.size < mostFetchers) fetched.add(plainAddress(remoteAddress));
    },
    wasFetchedFrom: (remoteAddress) => fetched.has(plainAddress(remoteAddress)),
    forAddress(address) {
      // The authority may not sign for an address that may be somebody else's.
      if (!isPrivateAddress(address)) return Promise.resolve(null);
      const answer = work.then(() => leafFor(address));
      work = answer.catch(() => {});
      return answer;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stopLooking();
      listeners.clear();
    },
  };
}

/** A name of its own, and the one under which the system may already be announced in the room. */
export function ownNames(mark: string, hostName: string): string[] {
  const [label = ''] = hostName.toLowerCase().split('.');
  const isUsable = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== 'localhost';
  return [`irisvue-${mark}.local`, ...(isUsable ? [`${label}.local`] : [])];
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw);
}

function pemOf(key: Uint8Array): string {
  const lines =
    Buffer.from(key)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** IPv4 as it is, also where a socket of both families wrote it as IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/i, '');
