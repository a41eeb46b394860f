/** Somebody in the same Wi-Fi who writes down everything that crosses the wire, both ways. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export async function recordingProxy(port: number) {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((phone) => {
    const studio = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [phone, studio],
      [studio, phone],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.on('data', (data) => {
        heard.push(data);
        to.write(data);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All of it, in the order it came. */
    heard: () => Buffer.concat(heard),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The contents of the frames that browsers mask, so that masking hides nothing from a search. */
export function unmasked(wire: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 14 < wire.length; at += 1) {
    // A final binary or text frame with a mask.
    if ((wire[at] !== 0x82 && wire[at] !== 0x81) || (wire[at + 1]! & 0x80) === 0) continue;
    const short = wire[at + 1]! & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    const length =
      short === 126
        ? wire.readUInt16BE(at + 2)
        : short === 127
          ? Number(wire.readBigUInt64BE(at + 2))
          : short;
    const start = at + head + 4;
    if (length > wire.length - start) continue;
    const mask = wire.subarray(at + head, start);
    const frame = Buffer.from(wire.subarray(start, start + length));
    for (let index = 0; index < frame.length; index += 1) frame[index] = frame[index]! ^ mask[index % 4]!;
    frames.push(frame);
    at = start + length - 1;
  }
  return frames;
}
