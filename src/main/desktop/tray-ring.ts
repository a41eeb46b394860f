/** The tray's icon: an iris whose ring fills with the work, drawn in one colour. */

export interface TrayRing {
  /** Edge in pixels. */
  readonly size: number;
  /** 0 to 1; null draws the ring whole, as it is at rest. */
  readonly share: number | null;
  /** 0 black to 255 white; the tray of a dark desktop wants it light. */
  readonly grey: number;
}

/** Pixels as Electron's bitmaps have them: BGRA, premultiplied, 4 bytes each, row by row. */
export function drawTrayRing({ size, share, grey }: TrayRing): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const centre = (size - 1) / 2;
  const outer = size * 0.46;
  const stroke = size * 0.13;
  const pupil = size * 0.17;
  const filled = (share ?? 1) * 2 * Math.PI;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [x - centre, y - centre];
      const radius = Math.hypot(dx, dy);
      // From the top, clockwise.
      const angle = (Math.atan2(dx, -dy) + 2 * Math.PI) % (2 * Math.PI);
      const onRing = edge(outer - radius) * edge(radius - (outer - stroke));
      const ring = onRing * (angle <= filled ? 1 : 0.3);
      const alpha = Math.round(255 * Math.max(ring, edge(pupil - radius)));
      const value = Math.round((grey * alpha) / 255);
      pixels.set([value, value, value, alpha], (y * size + x) * 4);
    }
  }
  return pixels;
}

/** Coverage of a pixel whose centre lies so far inside of an edge: half of it at the edge itself. */
function edge(distance: number): number {
  return Math.min(1, Math.max(0, distance + 0.5));
}
