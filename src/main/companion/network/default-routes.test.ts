import { expect, it } from 'vitest';
import { readDefaultRoutes } from './default-routes.ts';
import { routesOfLinux, routesOfMac, routesOfWindows } from './route-tables.ts';
import type { RunCommand } from './run-command.ts';

const linux = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
wlp2s0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth9	00000000	00000000	0201	0	0	1	00000000	0	0	0
enp3s0	00000000	0100A8C0	0003	0	0	100	00000000	0	0	0
tun0	00000000	00000000	0001	0	0	0	00000080	0	0	0
`;

const mac = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            link#22            UCSg                utun4
default            192.168.1.1        UGScIg                en0
127                127.0.0.1          UCS                   lo0
192.168.1          link#11            UCS                   en0      !
`;

const windows = `===========================================================================
Schnittstellenliste
 11...3c 22 fb 10 20 30 ......Intel(R) Wi-Fi 6 AX201 160MHz
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0    192.168.178.1   192.168.178.31     50
          0.0.0.0          0.0.0.0   Auf Verbindung        10.9.0.6      5
          0.0.0.0          0.0.0.0      192.168.7.1      192.168.7.2     25
===========================================================================
`;

it('reads Linux’s table: default routes that are up and not rejected, by metric', () => {
  expect(routesOfLinux(linux)).toEqual([{ interfaceName: 'enp3s0' }, { interfaceName: 'wlp2s0' }]);
});

it('reads macOS’s table in its order', () => {
  expect(routesOfMac(mac)).toEqual([{ interfaceName: 'utun4' }, { interfaceName: 'en0' }]);
});

it('reads Windows’ table in any language, by metric', () => {
  expect(routesOfWindows(windows)).toEqual([
    { address: '10.9.0.6' },
    { address: '192.168.7.2' },
    { address: '192.168.178.31' },
  ]);
});

it('asks each system its own way, and has no routes where it is not told', async () => {
  const asked: string[] = [];
  const run: RunCommand = async (program, args) => {
    asked.push([program.split(/[\\/]/).at(-1), ...args].join(' '));
    return null;
  };
  expect(await readDefaultRoutes({ platform: 'darwin', run })).toEqual([]);
  expect(await readDefaultRoutes({ platform: 'win32', run })).toEqual([]);
  expect(await readDefaultRoutes({ platform: 'linux', run, readText: async () => linux })).toHaveLength(2);
  const denied = async () => Promise.reject(new Error('EACCES'));
  expect(await readDefaultRoutes({ platform: 'linux', run, readText: denied })).toEqual([]);
  expect(asked).toEqual(['netstat -rn -f inet', 'route.exe print -4 0.0.0.0']);
});
