import { expect, it } from 'vitest';
import {
  type ConnectionFinding,
  connectionFindingSchema,
  type NetworkAddress,
} from '../../../contracts/companion/network.ts';
import { findingWords, networkLabel } from './connection-words.ts';

const address = '192.168.1.20';
const findings: ConnectionFinding[] = [
  { code: 'noNetwork' },
  { code: 'notListening', address, why: 'notAllowed' },
  { code: 'notListening', address, why: 'silent' },
  { code: 'firewallBlocks', firewall: 'ufw', certain: true },
  { code: 'firewallBlocks', firewall: 'ufw', certain: false },
  { code: 'publicNetwork', network: 'Café' },
  { code: 'vpnUp', interfaceName: 'tun0' },
  { code: 'unlikelyAddress', address, kind: 'vpn' },
  { code: 'selfAssignedAddress', address: '169.254.3.4' },
  { code: 'nothingFound', address },
];

it('has words of its own for everything that the doctor can find, on every system', () => {
  expect(new Set(findings.map(({ code }) => code)).size).toBe(connectionFindingSchema.options.length);
  for (const platform of ['win32', 'darwin', 'linux']) {
    const said = findings.map((finding) => findingWords(finding, platform));
    expect(new Set(said.map(({ title }) => title)).size).toBe(findings.length);
    for (const { title, advice } of said) {
      expect(title).toMatch(/^[A-Z0-9u].*\.$/);
      expect(advice).toMatch(/^[A-Z].*\.$/);
      expect(title + advice).not.toMatch(/undefined|interface|socket|listener|ECONN|!/);
    }
  }
});

it('calls networks by what they are, and by the system’s name where two would be called the same', () => {
  const network = (interfaceName: string, kind: NetworkAddress['kind']): NetworkAddress => ({
    interfaceName,
    address,
    kind,
    defaultRoute: false,
    isPrivate: true,
  });
  const wifi = network('wlan0', 'wifi');
  const cable = network('eth0', 'wired');
  expect(networkLabel(wifi, [wifi, cable])).toBe('Wi-Fi · 192.168.1.20');
  expect(networkLabel(cable, [wifi, cable, network('eth1', 'wired')])).toBe('Cable eth0 · 192.168.1.20');
});
