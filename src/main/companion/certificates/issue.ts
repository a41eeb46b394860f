/**
 * Makes the studio's own certificate authority and what it signs. Loaded only when something has to be issued.
 *
 * The root signs one intermediate and is never able to sign again: its private key exists inside WebCrypto only,
 * cannot be exported, and is gone with this function. The intermediate may sign for the studio's own names and for
 * private addresses, so that even a stolen copy of its key can impersonate nobody on the internet.
 */
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { nameConstraints, nameConstraintsId } from './name-constraints.ts';

const keyKind = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signature = { name: 'ECDSA', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
/** A phone whose clock is wrong by a day must not find certificates that are not valid yet. */
const backdatingMs = 2 * dayMs;
const authorityDays = 3650;
/** Apple and others refuse server certificates that live longer. */
export const leafDays = 397;

export interface IssuedAuthority {
  /** PEM. */
  readonly root: string;
  readonly intermediate: string;
  /** The intermediate's private key, PKCS #8, DER. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/** @param names host names that its certificates may carry */
export async function issueAuthority(
  commonName: string,
  names: readonly string[],
  now: number,
): Promise<IssuedAuthority> {
  const validity = {
    notBefore: new Date(now - backdatingMs),
    notAfter: new Date(now + authorityDays * dayMs),
  };
  const constraints = new Extension(nameConstraintsId, true, nameConstraints(names));
  const rootKeys = await crypto.subtle.generateKey(keyKind, false, ['sign', 'verify']);
  const root = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }, { O: ['IrisVue Studio'] }],
    ...validity,
    keys: rootKeys,
    signingAlgorithm: signature,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
      constraints,
    ],
  });
  const keys = await crypto.subtle.generateKey(keyKind, true, ['sign', 'verify']);
  const intermediate = await X509CertificateGenerator.create({
    subject: [{ CN: [`${commonName} signer`] }, { O: ['IrisVue Studio'] }],
    issuer: root.subjectName,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: signature,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
      constraints,
    ],
  });
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { root: root.toString('pem'), intermediate: intermediate.toString('pem'), key };
}

export interface IssuedLeaf {
  /** PEM. */
  readonly certificate: string;
  /** PKCS #8, DER. */
  readonly key: Uint8Array<ArrayBuffer>;
  readonly expiresAt: number;
}

/** A server certificate for these names and addresses; what its authority does not permit, clients refuse. */
export async function issueLeaf(
  authority: IssuedAuthority,
  names: readonly string[],
  addresses: readonly string[],
  now: number,
): Promise<IssuedLeaf> {
  const issuer = new X509Certificate(authority.intermediate);
  const signingKey = await crypto.subtle.importKey('pkcs8', authority.key, keyKind, false, ['sign']);
  const keys = await crypto.subtle.generateKey(keyKind, true, ['sign', 'verify']);
  const notBefore = now - backdatingMs;
  // A certificate is valid through its last second.
  const notAfter = Math.min(notBefore + leafDays * dayMs - 1000, issuer.notAfter.getTime());
  const alternatives: JsonGeneralName[] = [
    ...names.map((value) => ({ type: 'dns', value }) as const),
    ...addresses.map((value) => ({ type: 'ip', value }) as const),
  ];
  const leaf = await X509CertificateGenerator.create({
    subject: [{ CN: [names[0] ?? 'IrisVue Studio'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signature,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(alternatives),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: leaf.toString('pem'), key, expiresAt: notAfter };
}
