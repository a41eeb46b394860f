/**
 * Where the finished picture should end. The outline runs through the middle of the limbus, whose blur reaches
 * inwards by an amount that differs from eye to eye and lens to lens; cut at the outline, a sharp iris loses
 * nothing, but a soft one keeps a pale rim of sclera. The photo itself tells where the rim begins.
 */
import type { IrisFrame } from '../iris-frame.ts';

/** In iris radii: the picture is full up to `inner` and gone at `outer`. */
export interface LimbusEdge {
  readonly inner: number;
  readonly outer: number;
}

/** As soft as a limbus in focus. */
const softness = 0.045;
const usual = 0.98;
const innermost = 0.9;
const angles = 180;
const radii = { from: 0.78, to: 1.22, step: 0.01 } as const;
/** The rim begins where the way from iris to sclera is gone by this share. */
const rimShare = 0.1;
/** Without a clear step of brightness (0..1) there is no rim to be seen. */
const leastStep = 0.06;

/** Looks along the rays that no lid crosses. */
export function measureLimbusEdge(frame: IrisFrame): LimbusEdge {
  const profile = brightnessByRadius(frame);
  const iris = meanBetween(profile, 0.8, 0.88);
  const sclera = meanBetween(profile, 1.08, 1.18);
  let outer = usual;
  if (iris !== null && sclera !== null && sclera - iris > leastStep) {
    const rim = profile.find(
      ({ radius, brightness }) => radius >= 0.86 && brightness > iris + rimShare * (sclera - iris),
    );
    if (rim !== undefined) outer = Math.min(usual, Math.max(innermost, rim.radius));
  }
  return { inner: outer - softness, outer };
}

interface RingBrightness {
  readonly radius: number;
  /** Median over the open rays, 0..1. */
  readonly brightness: number;
}

function brightnessByRadius({ iris, image, opening, inside }: IrisFrame): RingBrightness[] {
  const turn = (iris.angle * Math.PI) / 180;
  const profile: RingBrightness[] = [];
  for (let radius = radii.from; radius <= radii.to; radius += radii.step) {
    const values: number[] = [];
    for (let ray = 0; ray < angles; ray++) {
      const along = iris.a * radius * Math.cos((2 * Math.PI * ray) / angles);
      const across = iris.b * radius * Math.sin((2 * Math.PI * ray) / angles);
      const x = Math.floor(iris.cx + along * Math.cos(turn) - across * Math.sin(turn));
      const y = Math.floor(iris.cy + along * Math.sin(turn) + across * Math.cos(turn));
      if (x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      const pixel = y * image.width + x;
      if (opening.data[pixel]! < 200 || inside.data[pixel]! < 128) continue;
      const { data } = image;
      values.push(
        (0.2126 * data[pixel * 3]! + 0.7152 * data[pixel * 3 + 1]! + 0.0722 * data[pixel * 3 + 2]!) / 65535,
      );
    }
    if (values.length < angles / 10) continue;
    values.sort((a, b) => a - b);
    profile.push({ radius, brightness: values[values.length >> 1]! });
  }
  return profile;
}

function meanBetween(profile: readonly RingBrightness[], from: number, to: number): number | null {
  const rings = profile.filter(({ radius }) => radius >= from && radius <= to);
  return rings.length === 0 ? null : rings.reduce((sum, ring) => sum + ring.brightness, 0) / rings.length;
}
