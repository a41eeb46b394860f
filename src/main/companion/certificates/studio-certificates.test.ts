import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../library/fixtures.ts';
import { silentLog } from '../../library/log.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import type { TwinCertificate } from '../ports.ts';
import { openKeeper } from '../testing-secrets.ts';
import { issueAuthority, issueLeaf } from './issue.ts';
import { openCertificates, ownNames } from './studio-certificates.ts';

const dayMs = 86_400_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let time: ManualTime;
beforeEach(async () => {
  folder = await temporaryFolder();
  time = new ManualTime(Date.now());
});
afterEach(() => folder.remove());

const open = (changes: Partial<Parameters<typeof openCertificates>[0]> = {}) =>
  openCertificates({
    directory: join(folder.path, 'certificates'),
    keeper: openKeeper,
    log: silentLog,
    hostName: 'Annas-MacBook.fritz.box',
    addresses: () => ['192.168.1.20', '84.20.1.7'],
    clock: time,
    timers: time,
    mark: () => '3f2a',
    ...changes,
  });

const leafOf = ({ certificate }: TwinCertificate) => new X509Certificate(certificate);
const pemOf = (der: Uint8Array) => new X509Certificate(der).toString();

/** A server on loopback that shows this certificate, and what a client that trusts only `root` says of it. */
async function shake(twin: TwinCertificate, root: string, host: string): Promise<string> {
  const server = createServer({ cert: twin.certificate, key: twin.key });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    return await new Promise<string>((resolve) => {
      // The name is checked as if the address had been reached; only the way there is shorter.
      const socket = connect({ socket: connectPlain(port, '127.0.0.1'), host, ca: root });
      socket.once('secureConnect', () => {
        socket.destroy();
        resolve('trusted');
      });
      socket.once('error', (error: NodeJS.ErrnoException) =>
        // What OpenSSL knows and Node has no code for is told by its words.
        resolve(error.code === undefined || error.code === 'UNSPECIFIED' ? error.message : error.code),
      );
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the certificate of the HTTPS twin', () => {
  it('is trusted by a real client that has the root, for every own name and private address only', async () => {
    const certificates = await open();
    const twin = await certificates.forAddress('10.0.0.7');
    if (twin === null) throw new Error('no certificate');
    const root = pemOf(certificates.root);
    expect(twin.names).toEqual(['irisvue-3f2a.local', 'annas-macbook.local']);
    for (const host of ['10.0.0.7', '192.168.1.20', ...twin.names]) {
      expect(await shake(twin, root, host), host).toBe('trusted');
    }
    for (const host of ['84.20.1.7', '10.0.0.8', 'irisvue.example']) {
      expect(await shake(twin, root, host), host).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    }
    const other = await issueAuthority('IrisVue Studio 3f2a', twin.names, time.now());
    expect(await shake(twin, other.root, '10.0.0.7')).not.toBe('trusted');
    certificates.close();
  });

  it('lives at most 397 days, and stands a phone whose clock is a day behind', async () => {
    const certificates = await open();
    const { validFromDate, validToDate } = leafOf((await certificates.forAddress('10.0.0.7'))!);
    expect(validToDate.getTime() + 1000 - validFromDate.getTime()).toBe(397 * dayMs);
    expect(validFromDate.getTime()).toBeLessThan(time.now() - dayMs);
    certificates.close();
  });

  it('is not made for an address that may be somebody else’s', async () => {
    const certificates = await open();
    expect(await certificates.forAddress('84.20.1.7')).toBeNull();
    expect(await certificates.forAddress('127.0.0.1')).toBeNull();
    certificates.close();
  });

  it('stays the same across starts and is made anew for a new address, under the same root', async () => {
    const first = await open();
    const before = leafOf((await first.forAddress('192.168.1.20'))!);
    first.close();
    const second = await open({ mark: () => 'ffff' });
    expect(second.name).toBe('IrisVue Studio 3f2a');
    expect(second.root).toEqual(first.root);
    expect(leafOf((await second.forAddress('192.168.1.20'))!).fingerprint256).toBe(before.fingerprint256);
    const after = (await second.forAddress('192.168.5.5'))!;
    expect(leafOf(after).subjectAltName).toContain('192.168.5.5');
    expect(leafOf(after).subjectAltName).toContain('192.168.1.20');
    expect(await shake(after, pemOf(first.root), '192.168.5.5')).toBe('trusted');
    second.close();
  });

  it('is renewed a month before it ends, and whoever shows it is told', async () => {
    const certificates = await open();
    const before = leafOf((await certificates.forAddress('10.0.0.7'))!);
    let told = 0;
    certificates.subscribe(() => {
      told += 1;
    });
    await time.advance(360 * dayMs);
    expect(told).toBe(0);
    await time.advance(8 * dayMs);
    expect(told).toBeGreaterThan(0);
    const after = leafOf((await certificates.forAddress('10.0.0.7'))!);
    expect(after.validToDate.getTime()).toBeGreaterThan(before.validToDate.getTime() + 300 * dayMs);
    certificates.close();
  });

  it('is made anew when it comes from a future that the clock has since left', async () => {
    const ahead = await open({ clock: { now: () => time.now() + 200 * dayMs } });
    const before = leafOf((await ahead.forAddress('10.0.0.7'))!);
    ahead.close();
    const now = await open();
    const after = leafOf((await now.forAddress('10.0.0.7'))!);
    expect(after.validFromDate.getTime()).toBeLessThan(before.validFromDate.getTime());
    now.close();
  });

  it('serves many askers at once with one certificate that knows all their addresses', async () => {
    const certificates = await open();
    const twins = await Promise.all(
      ['10.0.0.1', '10.0.0.2', '10.0.0.1'].map((at) => certificates.forAddress(at)),
    );
    expect(leafOf(twins[0]!).fingerprint256).not.toBe(leafOf(twins[1]!).fingerprint256);
    expect(leafOf(twins[2]!).subjectAltName).toContain('10.0.0.1');
    certificates.close();
  });
});

describe('the authority', () => {
  it('may not sign for anybody else: real clients refuse what it signed outside of its names', async () => {
    const names = ['irisvue-3f2a.local'];
    const authority = await issueAuthority('IrisVue Studio 3f2a', names, Date.now());
    const twinFor = async (dns: string[], ip: string[]) => {
      const { certificate, key } = await issueLeaf(authority, dns, ip, Date.now());
      const body = Buffer.from(key).toString('base64');
      return {
        certificate: `${certificate}\n${authority.intermediate}`,
        key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
        names: dns,
      };
    };
    const ask = async (dns: string[], ip: string[], host: string) =>
      shake(await twinFor(dns, ip), authority.root, host);
    expect(await ask(names, [], 'irisvue-3f2a.local')).toBe('trusted');
    expect(await ask([], ['172.31.255.254'], '172.31.255.254')).toBe('trusted');
    const violation = 'permitted subtree violation';
    expect(await ask(['bank.example'], [], 'bank.example')).toContain(violation);
    expect(await ask(['other.local'], [], 'other.local')).toContain(violation);
    expect(await ask([], ['8.8.8.8'], '8.8.8.8')).toContain(violation);
    expect(await ask([], ['172.32.0.1'], '172.32.0.1')).toContain(violation);
    expect(await ask([], ['2001:db8::1'], '2001:db8::1')).toContain(violation);
    expect(await ask([], ['fd00::7'], 'fd00::7')).toBe('trusted');
  });

  it('leaves no root key behind, and what it keeps is for this user only', async () => {
    const certificates = await open();
    await certificates.forAddress('10.0.0.7');
    certificates.close();
    const directory = join(folder.path, 'certificates');
    const names = await readdir(directory);
    expect(names.toSorted()).toEqual(['authority.json', 'leaf.json']);
    const rootKey = new X509Certificate(certificates.root).publicKey.export({ type: 'spki', format: 'der' });
    for (const name of names) {
      const path = join(directory, name);
      if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
      const { sealedKey } = JSON.parse(await readFile(path, 'utf8')) as { sealedKey: string };
      // A private key in PKCS #8 carries its public half: none of them is the root's.
      expect(Buffer.from(sealedKey, 'base64').includes(rootKey.subarray(-64))).toBe(false);
    }
  });

  it('is made anew when what was kept cannot be read any more', async () => {
    const first = await open();
    const { root } = first;
    first.close();
    const sealed = await open({ keeper: { ...openKeeper, open: () => null } });
    expect(sealed.root).not.toEqual(root);
    sealed.close();
    await writeFile(join(folder.path, 'certificates', 'authority.json'), '{"version":1,');
    const damaged = await open();
    const twin = (await damaged.forAddress('10.0.0.7'))!;
    expect(await shake(twin, pemOf(damaged.root), '10.0.0.7')).toBe('trusted');
    damaged.close();
  });

  it('takes the computer’s own name only where it is one', () => {
    expect(ownNames('3f2a', 'Anna’s Mac')).toEqual(['irisvue-3f2a.local']);
    expect(ownNames('3f2a', 'localhost')).toEqual(['irisvue-3f2a.local']);
    expect(ownNames('3f2a', 'studio-pc')).toEqual(['irisvue-3f2a.local', 'studio-pc.local']);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

it.skipIf(!hasOpenssl)('openssl agrees with all of it', async () => {
  const certificates = await open();
  const twin = (await certificates.forAddress('10.0.0.7'))!;
  certificates.close();
  const [leaf = '', intermediate = ''] = twin.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
  const paths = { root: 'root.pem', intermediate: 'intermediate.pem', leaf: 'leaf.pem' };
  await writeFile(join(folder.path, paths.root), pemOf(certificates.root));
  await writeFile(join(folder.path, paths.intermediate), intermediate);
  await writeFile(join(folder.path, paths.leaf), leaf);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder.path, encoding: 'utf8' });
  const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', paths.root];
  expect(
    openssl(...strict, '-untrusted', paths.intermediate, '-verify_ip', '10.0.0.7', paths.leaf),
  ).toContain('leaf.pem: OK');
  const text = openssl('x509', '-in', paths.intermediate, '-noout', '-text');
  expect(text).toMatch(/Name Constraints: critical\s+Permitted:\s+DNS:irisvue-3f2a\.local/);
  expect(text).toContain('IP:192.168.0.0/255.255.0.0');
  expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
});
