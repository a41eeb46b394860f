/** What all steps of finding veils look at: the iris at a working size, in linear light, where veils simply add. */
import { srgbToLinear } from '../../imaging/colour-srgb.ts';
import { dilateSquare } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { type IrisPlanes, irisPlanes, openCells } from '../reflections/iris-planes.ts';
import { irisPolar } from '../reflections/iris-polar.ts';

/** Red, green, blue. */
export type Channels<Value> = readonly [Value, Value, Value];

/** Linear light, 0..1, from which on nothing shows through: a light itself, not a veil. */
export const blinding = 0.35;

/** Iris radii around such lights in which their glow passes for a veil. */
const glow = 0.06;

/** Gaps in the opening no wider than twice this, in iris radii, are reflections that the network doubted. */
const openingGap = 0.15;

/** A veil is sought up to this depth, a little beyond the limbus. */
const outermostDepth = 1.04;

/** Depth from which on the limbus's own fall from iris to white passes for a veil's edge. */
export const limbusDepth = 0.97;

export interface VeilCells {
  readonly planes: IrisPlanes;
  /** Iris radius in cells. */
  readonly radius: number;
  /** Linear light, 0..1. */
  readonly light: Channels<Float32Array>;
  /** 1 where the open eye shows. */
  readonly open: Uint8Array;
  /** 1 in and around lights through which nothing shows. */
  readonly blinded: Uint8Array;
}

/** @param wantedRadius iris radius in cells, about: cells are whole numbers of pixels wide */
export function veilCells(frame: IrisFrame, wantedRadius: number): VeilCells {
  const polar = irisPolar(frame.iris, frame.pupil);
  const planes = irisPlanes(frame.image, polar, wantedRadius);
  const { width, height, depth } = planes;
  const light: Channels<Float32Array> = [
    planes.red.map(srgbToLinear),
    planes.green.map(srgbToLinear),
    planes.blue.map(srgbToLinear),
  ];
  const open = openCells(frame, planes, polar, openingGap);
  const lights = new Uint8Array(open.length);
  for (let cell = 0; cell < open.length; cell += 1) {
    if (depth[cell]! > outermostDepth) open[cell] = 0;
    const least = Math.min(light[0][cell]!, light[1][cell]!, light[2][cell]!);
    lights[cell] = open[cell] === 1 && least > blinding ? 1 : 0;
  }
  const radius = polar.radius / planes.step;
  const blinded = dilateSquare(lights, width, height, Math.round(glow * radius));
  return { planes, radius, light, open, blinded };
}
