import { createServer, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import { systemTimers } from '../../queue/timers.ts';
import { conclude, createConnectionDoctor, type Observations } from './connection-doctor.ts';
import { probeListener } from './probe-listener.ts';

const wifi: NetworkAddress = {
  interfaceName: 'wlan0',
  address: '192.168.1.20',
  kind: 'wifi',
  defaultRoute: true,
  isPrivate: true,
};
const cable: NetworkAddress = { ...wifi, interfaceName: 'eth0', address: '10.0.0.7', kind: 'wired' };
const tunnel: NetworkAddress = { ...wifi, interfaceName: 'tun0', address: '10.8.0.2', kind: 'vpn' };
const listener = {
  address: '192.168.1.20',
  port: 4600,
  refusal: null,
  pageSeen: false,
  pairingOpenedAt: 0,
};
const calm: Observations = { addresses: [wifi], chosen: wifi, listener, outcome: 'answers', wall: null };
const codes = (changes: Partial<Observations>) => conclude({ ...calm, ...changes }).map(({ code }) => code);

describe('what the connection doctor concludes', () => {
  it('finds nothing where nothing on this computer stands in the way', () => {
    expect(conclude(calm)).toEqual([{ code: 'nothingFound', address: '192.168.1.20' }]);
    expect(codes({ wall: { name: 'ufw', verdict: 'lets', publicNetwork: null } })).toEqual(['nothingFound']);
  });

  it('has nothing more to say once a phone has loaded the page', () => {
    expect(codes({ listener: { ...listener, pageSeen: true }, addresses: [wifi, tunnel] })).toEqual([]);
  });

  it('names what is certain before what is only likely', () => {
    const wall = { name: 'Windows Firewall', verdict: 'mayBlock', publicNetwork: 'Café' } as const;
    expect(conclude({ ...calm, addresses: [wifi, tunnel], outcome: 'refused', wall })).toEqual([
      { code: 'notListening', address: '192.168.1.20', why: 'refused' },
      { code: 'publicNetwork', network: 'Café' },
      { code: 'firewallBlocks', firewall: 'Windows Firewall', certain: false },
      { code: 'vpnUp', interfaceName: 'tun0' },
    ]);
    expect(codes({ wall: { ...wall, verdict: 'blocks' } })).toEqual(['firewallBlocks', 'publicNetwork']);
  });

  it('knows a listener that was not allowed from one that fell silent', () => {
    const refused = { ...listener, address: null, port: null, refusal: 'EACCES' };
    const why = (changes: Partial<Observations>) => {
      const [first] = conclude({ ...calm, ...changes });
      return first?.code === 'notListening' ? first.why : null;
    };
    expect(why({ listener: refused, outcome: null })).toBe('notAllowed');
    expect(why({ outcome: 'silent' })).toBe('silent');
    expect(why({})).toBeNull();
  });

  it('says that an address leads nowhere near a phone', () => {
    expect(codes({ addresses: [tunnel], chosen: tunnel })).toEqual(['unlikelyAddress']);
    const selfMade = { ...wifi, address: '169.254.3.4' };
    expect(codes({ addresses: [selfMade], chosen: selfMade })).toEqual(['selfAssignedAddress']);
    expect(codes({ addresses: [], chosen: null, outcome: null })).toEqual(['noNetwork']);
  });

  it('reports where the studio answers, and other networks but no tunnels to try instead', async () => {
    const asked: unknown[] = [];
    const doctor = createConnectionDoctor({
      addresses: () => [wifi, cable, tunnel],
      probe: async (address) => (address === '192.168.1.20' ? 'silent' : 'answers'),
      firewall: async (question) => {
        asked.push(question);
        throw new Error('no such program');
      },
      program: '/opt/irisvue',
    });
    const report = await doctor.examine(listener);
    expect(report.reachable).toEqual(['10.0.0.7', '10.8.0.2']);
    expect(report.alternatives).toEqual([cable]);
    expect(report.findings[0]).toEqual({ code: 'notListening', address: '192.168.1.20', why: 'silent' });
    expect(asked).toEqual([{ port: 4600, interfaceName: 'wlan0', program: '/opt/irisvue' }]);
  });
});

describe('asking the listener', () => {
  it('tells an answer from a refusal by a real connection', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await probeListener('127.0.0.1', port, systemTimers)).toBe('answers');
    await new Promise((resolve) => server.close(resolve));
    expect(await probeListener('127.0.0.1', port, systemTimers)).toBe('refused');
  });

  it('gives up on one that says nothing', async () => {
    const time = new ManualTime();
    const outcome = probeListener('127.0.0.1', 9, time, () => new Socket());
    await time.advance(2_000);
    expect(await outcome).toBe('silent');
  });
});
