/** Ports that nobody takes in between. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what Linux, macOS and Windows give to connections and to listeners that ask for any port. */
const first = 20_000;
const count = 10_000;

/**
 * A port of this machine that is free and that the system gives to nobody by itself: it is still free when whoever is
 * told of it comes to listen, as long as the same port is not chosen here twice.
 */
export async function freePort(): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return String(port);
  }
  throw new Error('no port is free');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
