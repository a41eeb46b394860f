/** Somebody in the same Wi-Fi who writes down everything that crosses the wire, both ways. */
import { proxyBetween } from './proxy-between.ts';

/** One direction of one connection, in the order it came. */
interface Stream {
  readonly from: 'phone' | 'studio';
  readonly parts: Buffer[];
}

export async function recordingProxy(port: number) {
  const streams: Stream[] = [];
  const proxy = await proxyBetween(port, (phone, studio) => {
    for (const [from, to, name] of [
      [phone, studio, 'phone'],
      [studio, phone, 'studio'],
    ] as const) {
      const stream: Stream = { from: name, parts: [] };
      streams.push(stream);
      from.on('data', (data) => {
        stream.parts.push(data);
        to.write(data);
      });
    }
  });
  const whole = ({ parts }: Stream) => Buffer.concat(parts);
  return {
    ...proxy,
    /** All of it, each direction of each connection in one piece. */
    heard: () => streams.map(whole),
    /** The contents of the frames that browsers mask, so that masking hides nothing from a search. */
    unmasked: () =>
      streams.filter(({ from }) => from === 'phone').flatMap((stream) => framesOf(whole(stream))),
  };
}

/** The frames that follow a request to upgrade (RFC 6455, section 5.2); none where there was no such request. */
function framesOf(wire: Buffer): Buffer[] {
  const end = wire.indexOf('\r\n\r\n');
  if (end < 0 || !/^upgrade: *websocket/im.test(wire.toString('latin1', 0, end))) return [];
  const frames: Buffer[] = [];
  for (let at = end + 4; at + 2 <= wire.length; ) {
    const short = wire[at + 1]! & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    const start = at + head + 4;
    if ((wire[at + 1]! & 0x80) === 0) throw new RangeError('A phone’s frame has no mask.');
    if (start > wire.length) break;
    const length =
      short === 126
        ? wire.readUInt16BE(at + 2)
        : short === 127
          ? Number(wire.readBigUInt64BE(at + 2))
          : short;
    const mask = wire.subarray(at + head, start);
    const frame = Buffer.from(wire.subarray(start, start + length));
    for (let index = 0; index < frame.length; index += 1) frame[index] = frame[index]! ^ mask[index % 4]!;
    frames.push(frame);
    at = start + length;
  }
  return frames;
}
