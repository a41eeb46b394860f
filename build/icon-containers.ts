/** The icon files of Windows and macOS: both are lists of PNGs with a head. */

type Pictures = ReadonlyMap<number, Buffer>;

/** Which code macOS has for which size; those that are twice another size have one for fine screens as well. */
const macCodes: readonly (readonly [code: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];

export function iconFiles(pictures: Pictures): readonly (readonly [name: string, bytes: Buffer])[] {
  return [
    ['icon.ico', windowsIcon(pictures)],
    ['icon.icns', macIcon(pictures)],
  ];
}

export function windowsIcon(pictures: Pictures): Buffer {
  const head = Buffer.alloc(6 + 16 * windowsSizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(windowsSizes.length, 4);
  const bodies: Buffer[] = [];
  let at = head.length;
  for (const [index, size] of windowsSizes.entries()) {
    const picture = pictureOf(pictures, size);
    const entry = 6 + 16 * index;
    // One byte each: 256 is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(picture.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    bodies.push(picture);
    at += picture.length;
  }
  return Buffer.concat([head, ...bodies]);
}

export function macIcon(pictures: Pictures): Buffer {
  const parts = macCodes.map(([code, size]) => part(code, pictureOf(pictures, size)));
  return part('icns', Buffer.concat(parts));
}

/** Four letters, the length with these eight bytes, and the contents. */
function part(code: string, contents: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(code, 'latin1');
  head.writeUInt32BE(8 + contents.length, 4);
  return Buffer.concat([head, contents]);
}

function pictureOf(pictures: Pictures, size: number): Buffer {
  const picture = pictures.get(size);
  if (picture === undefined) throw new Error(`no picture of ${size} pixels was drawn`);
  return picture;
}
