/** Reads the default routes out of what each system prints about its routes; no right is needed for any of it. */

/** Linux and macOS name the interface, Windows its address. */
export type RouteHolder = { readonly interfaceName: string } | { readonly address: string };

const routeIsUp = 0x0001;
const routeIsRejected = 0x0200;

/** `/proc/net/route`: lines of interface, destination, gateway, flags, …, metric, mask; numbers in hexadecimal. */
export function routesOfLinux(table: string): RouteHolder[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, destination, , flags = '0', , , , mask]) => {
      const bits = Number.parseInt(flags, 16);
      const isDefault = destination === '00000000' && mask === '00000000';
      return isDefault && (bits & routeIsUp) !== 0 && (bits & routeIsRejected) === 0;
    })
    .sort((one, other) => Number(one[6]) - Number(other[6]))
    .map(([interfaceName = '']) => ({ interfaceName }));
}

/** `netstat -rn -f inet` of macOS: the lines of `default`, the one in use first; the interface is the last word. */
export function routesOfMac(table: string): RouteHolder[] {
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([destination, , , name]) => destination === 'default' && name !== undefined)
    .map(([, , , interfaceName = '']) => ({ interfaceName }));
}

/** `route print -4 0.0.0.0` of Windows: network, mask, gateway, own address, metric; its words are translated. */
export function routesOfWindows(table: string): RouteHolder[] {
  const line = /^\s*0\.0\.0\.0\s+0\.0\.0\.0\s+\S.*?\s+(\d+\.\d+\.\d+\.\d+)\s+(\d+)\s*$/gm;
  return [...table.matchAll(line)]
    .sort((one, other) => Number(one[2]) - Number(other[2]))
    .map(([, address = '']) => ({ address }));
}
