import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesToName, chooseAddress, type Interfaces, rankAddresses } from './rank-addresses.ts';
import { interfaceInfo } from './testing.ts';

const docker = '02:42:ac:11:00:01';
const ranked = (interfaces: Interfaces, routes: Parameters<typeof rankAddresses>[1] = []) =>
  rankAddresses(interfaces, routes).map(({ interfaceName, kind }) => `${interfaceName}: ${kind}`);

describe('which address a phone is told', () => {
  it('is the default route’s first; virtual adapters, containers and VPNs come last', () => {
    const interfaces = {
      lo: [interfaceInfo('127.0.0.1/8')],
      docker0: [interfaceInfo('172.17.0.1/16', docker)],
      'br-5f3a9c01be22': [interfaceInfo('172.18.0.1/16')],
      virbr0: [interfaceInfo('192.168.122.1/24', '52:54:00:aa:bb:cc')],
      tun0: [interfaceInfo('10.8.0.2/24')],
      enp3s0: [interfaceInfo('192.168.7.2/24')],
      wlp2s0: [interfaceInfo('192.168.1.20/24')],
    };
    expect(ranked(interfaces, [{ interfaceName: 'wlp2s0' }])).toEqual([
      'wlp2s0: wifi',
      'enp3s0: wired',
      'tun0: vpn',
      'docker0: container',
      'br-5f3a9c01be22: container',
      'virbr0: virtual',
    ]);
  });

  it('is named in a certificate, and where else the computer is at home is not', () => {
    const interfaces = {
      docker0: [interfaceInfo('172.17.0.1/16', docker)],
      tun0: [interfaceInfo('10.8.0.2/24')],
      enp3s0: [interfaceInfo('192.168.7.2/24')],
      wlp2s0: [interfaceInfo('192.168.1.20/24')],
    };
    const addresses = rankAddresses(interfaces, [{ interfaceName: 'wlp2s0' }]);
    expect(addressesToName(addresses)).toEqual(['192.168.1.20', '192.168.7.2']);
  });

  it('passes over a VPN that took the default route: the phone is not in it', () => {
    const interfaces = {
      utun4: [interfaceInfo('10.5.0.2/16')],
      en0: [interfaceInfo('192.168.1.20/24')],
    };
    const routes = [{ interfaceName: 'utun4' }, { interfaceName: 'en0' }];
    expect(ranked(interfaces, routes)).toEqual(['en0: network', 'utun4: vpn']);
  });

  it('knows Windows’ adapters by name, hardware address and own address of the route', () => {
    const interfaces = {
      'vEthernet (WSL)': [interfaceInfo('172.29.16.1/20', '00:15:5d:01:02:03')],
      'VMware Network Adapter VMnet8': [interfaceInfo('192.168.80.1/24', '00:50:56:c0:00:08')],
      'Ethernet 2': [interfaceInfo('192.168.56.1/24', '0a:00:27:00:00:0b')],
      'Ethernet 5': [interfaceInfo('10.9.0.6/24', '00:ff:12:34:56:78')],
      'WLAN 2': [interfaceInfo('192.168.178.31/24')],
    };
    expect(ranked(interfaces, [{ address: '192.168.178.31' }])).toEqual([
      'WLAN 2: wifi',
      'Ethernet 5: vpn',
      'vEthernet (WSL): virtual',
      'VMware Network Adapter VMnet8: virtual',
      'Ethernet 2: virtual',
    ]);
  });

  it('takes a virtual adapter that holds the default route for the network it is', () => {
    const external = { 'vEthernet (External)': [interfaceInfo('192.168.1.9/24', '00:15:5d:01:02:03')] };
    expect(ranked(external, [{ address: '192.168.1.9' }])).toEqual(['vEthernet (External): network']);
    const inDocker = { eth0: [interfaceInfo('172.17.0.2/16', '02:42:ac:11:00:02')] };
    expect(ranked(inDocker, [{ interfaceName: 'eth0' }])).toEqual(['eth0: network']);
  });

  it('knows tunnels by their network of one, and hotspots by their own address', () => {
    expect(ranked({ 'Ethernet 9': [interfaceInfo('100.80.1.2/32')] })).toEqual(['Ethernet 9: vpn']);
    expect(ranked({ 'Local Area Connection* 12': [interfaceInfo('192.168.137.1/24')] })).toEqual([
      'Local Area Connection* 12: hotspot',
    ]);
  });

  it('prefers private addresses, and self-assigned ones come after all other real ones', () => {
    const interfaces = {
      eth1: [interfaceInfo('169.254.10.3/16')],
      eth2: [interfaceInfo('84.20.1.7/24')],
      eth3: [interfaceInfo('10.0.0.7/24')],
    };
    expect(rankAddresses(interfaces, []).map(({ address }) => address)).toEqual([
      '10.0.0.7',
      '84.20.1.7',
      '169.254.10.3',
    ]);
  });

  it('takes the user’s choice while it is there', () => {
    const interfaces = { wlan0: [interfaceInfo('192.168.1.20/24')], eth0: [interfaceInfo('10.0.0.7/24')] };
    const addresses = rankAddresses(interfaces, [{ interfaceName: 'wlan0' }]);
    expect(chooseAddress(addresses, 'eth0')?.address).toBe('10.0.0.7');
    expect(chooseAddress(addresses, 'eth9')?.address).toBe('192.168.1.20');
    expect(chooseAddress([], 'eth0')).toBeNull();
  });

  it('loses no address, whatever the adapters are called', () => {
    const octet = fc.integer({ min: 1, max: 254 });
    const address = fc.tuple(octet, octet, octet, octet).map((parts) => `${parts.join('.')}/24`);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.array(address, { maxLength: 3 })),
        (named) => {
          const interfaces = Object.fromEntries(
            Object.entries(named).map(([name, list]) => [name, list.map((cidr) => interfaceInfo(cidr))]),
          );
          const expected = Object.values(interfaces)
            .flat()
            .filter(({ internal }) => !internal)
            .map((info) => info.address);
          const got = rankAddresses(interfaces, []).map((entry) => entry.address);
          expect(got.toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });
});
