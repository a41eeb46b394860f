import { createServer, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import { systemTimers } from '../../queue/timers.ts';
import { conclude, examineConnection } from './connection-doctor.ts';
import { probeListener } from './probe-listener.ts';

const wifi: NetworkAddress = {
  interfaceName: 'wlan0',
  address: '192.168.1.20',
  kind: 'wifi',
  defaultRoute: true,
  isPrivate: true,
};
const tunnel: NetworkAddress = { ...wifi, interfaceName: 'tun0', address: '10.8.0.2', kind: 'vpn' };
const calm = { addresses: [wifi], chosen: wifi, outcome: 'answers', wall: null } as const;
const codes = (seen: Parameters<typeof conclude>[0]) => conclude(seen).map(({ code }) => code);

describe('what the connection doctor concludes', () => {
  it('finds nothing where nothing stands in the way', () => {
    expect(conclude(calm)).toEqual([{ code: 'nothingFound', address: '192.168.1.20' }]);
    const wall = { name: 'ufw', verdict: 'lets', publicNetwork: null } as const;
    expect(codes({ ...calm, wall })).toEqual(['nothingFound']);
  });

  it('names what is certain before what is only likely', () => {
    const wall = { name: 'Windows Firewall', verdict: 'mayBlock', publicNetwork: 'Café' } as const;
    expect(conclude({ ...calm, addresses: [wifi, tunnel], outcome: 'refused', wall })).toEqual([
      { code: 'notListening', address: '192.168.1.20', why: 'refused' },
      { code: 'publicNetwork', network: 'Café' },
      { code: 'firewallBlocks', firewall: 'Windows Firewall', certain: false },
      { code: 'vpnUp', interfaceName: 'tun0' },
    ]);
    expect(codes({ ...calm, wall: { ...wall, verdict: 'blocks' } })).toEqual([
      'firewallBlocks',
      'publicNetwork',
    ]);
  });

  it('says that an address leads nowhere near a phone', () => {
    expect(codes({ ...calm, addresses: [tunnel], chosen: tunnel })).toEqual(['unlikelyAddress']);
    const selfMade = { ...wifi, address: '169.254.3.4' };
    expect(codes({ ...calm, addresses: [selfMade], chosen: selfMade })).toEqual(['selfAssignedAddress']);
    expect(codes({ ...calm, addresses: [], chosen: null, outcome: null })).toEqual(['noNetwork']);
  });

  it('reports where the studio answers, and other networks but no tunnels as alternatives', async () => {
    const cable: NetworkAddress = { ...wifi, interfaceName: 'eth0', address: '10.0.0.7', kind: 'wired' };
    const report = await examineConnection(
      { addresses: [wifi, cable, tunnel], chosen: wifi, port: 4600 },
      {
        probe: async (address) => (address === '10.0.0.7' ? 'answers' : 'silent'),
        firewall: async () => null,
      },
    );
    expect(report.reachable).toEqual(['10.0.0.7']);
    expect(report.alternatives).toEqual([cable]);
    expect(report.findings[0]).toEqual({ code: 'notListening', address: '192.168.1.20', why: 'silent' });
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
