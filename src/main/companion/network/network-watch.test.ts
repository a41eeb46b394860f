import { describe, expect, it } from 'vitest';
import { ManualTime } from '../../queue/manual-time.ts';
import { NetworkWatch } from './network-watch.ts';
import type { Interfaces } from './rank-addresses.ts';
import type { RouteHolder } from './route-tables.ts';
import { interfaceInfo } from './testing.ts';

const home = { wlan0: [interfaceInfo('192.168.1.20/24')] };
const studio = { wlan0: [interfaceInfo('10.0.0.7/24')], eth0: [interfaceInfo('10.1.0.7/24')] };

function watched() {
  const time = new ManualTime();
  const system = {
    interfaces: home as Interfaces,
    routes: [{ interfaceName: 'wlan0' }] as RouteHolder[],
    routeReads: 0,
  };
  const watch = new NetworkWatch({
    timers: time,
    readInterfaces: () => system.interfaces,
    readRoutes: async () => {
      system.routeReads += 1;
      return system.routes;
    },
  });
  const told: string[] = [];
  watch.subscribe((addresses) => told.push(addresses.map(({ address }) => address).join(' ')));
  return { time, system, watch, told };
}

describe('a network that is watched', () => {
  it('is told once at the start and then only when it changes, and routes are not read for nothing', async () => {
    const { time, system, watch, told } = watched();
    await watch.start();
    await time.advance(60_000);
    expect(told).toEqual(['192.168.1.20']);
    expect(system.routeReads).toBe(1);
    system.interfaces = studio;
    await time.advance(4_000);
    expect(told).toEqual(['192.168.1.20', '10.0.0.7 10.1.0.7']);
    watch.stop();
  });

  it('is known to everybody who started it, while its routes are still being read', async () => {
    const routes = Promise.withResolvers<readonly RouteHolder[]>();
    const watch = new NetworkWatch({
      timers: new ManualTime(),
      readInterfaces: () => home,
      readRoutes: () => routes.promise,
    });
    void watch.start();
    const second = watch.start().then(() => watch.addresses.map(({ address }) => address));
    routes.resolve([]);
    expect(await second).toEqual(['192.168.1.20']);
    watch.stop();
  });

  it('sees a route that comes after its address', async () => {
    const { time, system, watch, told } = watched();
    await watch.start();
    system.interfaces = studio;
    await time.advance(4_000);
    system.routes = [{ interfaceName: 'eth0' }];
    await time.advance(8_000);
    expect(told.at(-1)).toBe('10.1.0.7 10.0.0.7');
    const { routeReads } = system;
    await time.advance(60_000);
    expect(system.routeReads).toBe(routeReads);
    watch.stop();
  });

  it('says nothing after it was stopped, and looks again when it is started again', async () => {
    const { time, system, watch, told } = watched();
    await watch.start();
    watch.stop();
    system.interfaces = studio;
    await time.advance(60_000);
    expect(told).toHaveLength(1);
    await watch.start();
    expect(told).toHaveLength(2);
    watch.stop();
  });

  it('takes a system that tells nothing for one without a network', async () => {
    const watch = new NetworkWatch({
      timers: new ManualTime(),
      readInterfaces: () => {
        throw new Error('EPERM');
      },
      readRoutes: async () => [],
    });
    await watch.start();
    expect(watch.addresses).toEqual([]);
    watch.stop();
  });
});
