/**
 * The five maps that finding works with, from whatever a stranger's network tells. What it does not tell is derived
 * from what it does, and never claimed more surely than that: discs behind lids from the limbus that is seen, the
 * open eye from the iris and the white beside it, lights from the pixels.
 */
import { findComponents } from '../../imaging/contours.ts';
import { createEllipseLevel, meanRadius } from '../../imaging/ellipse-geometry.ts';
import { type FinderHead, finderHeads } from '../ports.ts';
import type { PartMaps } from './read-output.ts';
import { findSeenRegions, reachTowards, type SeenRegion } from './seen-regions.ts';
import { findVisibleDisc, sectorOf, type VisibleDisc } from './visible-disc.ts';

/** Least of the three colours from which on a pixel is mirrored light, and where it surely is. */
const mirrored = { from: 0.86, to: 0.95 } as const;
/** Where a region is sought, and where again when nothing reaches that; as the finder's own candidates are. */
const thresholds = [0.5, 0.2] as const;
const fewestCells = 12;
/** Ellipse levels: up to where a disc is surely filled, and how far beyond its edge anything is said. */
const filledTo = 0.88;
const saidTo = 1.35;
/** Width over which a derived edge falls, in radii; at least two cells. */
const edgeSoftness = 0.06;
/** A hole in the iris counts as its pupil when it lies this near the middle and is no larger, in radii. */
const pupilOffset = 0.3;
const largestPupil = 0.8;

/**
 * @param image 3 x size x size, RGB planes, 0..1: what the network was shown
 * @returns one map after another, in the order of `finderHeads`
 */
export function deriveHeads(parts: PartMaps, image: Float32Array, size: number): Float32Array {
  const area = size * size;
  const result = new Float32Array(finderHeads.length * area);
  const head = (name: FinderHead) => {
    const start = finderHeads.indexOf(name) * area;
    return result.subarray(start, start + area);
  };
  const specular = head('specular');
  specular.set(parts.specular ?? mirroredLight(image, area));
  const pupil = head('amodalPupil');
  const knownPupil = parts.amodalPupil ?? parts.visiblePupil;
  if (knownPupil !== undefined) pupil.set(knownPupil);
  const ring = visibleRing(parts, pupil);
  const { eyelashes } = parts;
  head('visibleIris').set(
    eyelashes === undefined ? ring : ring.map((iris, at) => iris * (1 - eyelashes[at]!)),
  );

  const seen = sum(ring, parts.visiblePupil ?? (parts.visibleIris === undefined ? pupil : pupilSeen(parts)));
  const white = parts.eyeball ?? parts.sclera ?? null;
  const opening = head('opening');
  opening.set(white === null ? seen : sum(white, seen));
  const amodal = head('amodalIris');
  if (parts.amodalIris !== undefined) {
    amodal.set(sum(parts.amodalIris, pupil));
    return result;
  }
  for (const region of regionsIn(seen, size)) {
    const disc = findVisibleDisc(region, white, size);
    if (disc === null) continue;
    drawDisc(disc, region, seen, size, { amodal, opening: white === null ? opening : null });
    openHoles(region, opening, size);
    if (knownPupil === undefined) drawPupil(disc, region, { seen, specular, pupil }, size);
  }
  return result;
}

function mirroredLight(image: Float32Array, area: number): Float32Array {
  const light = new Float32Array(area);
  for (let at = 0; at < area; at += 1) {
    const least = Math.min(image[at]!, image[area + at]!, image[2 * area + at]!);
    light[at] = Math.min(1, Math.max(0, (least - mirrored.from) / (mirrored.to - mirrored.from)));
  }
  return light;
}

/** The iris as far as lids leave it open, without its pupil. */
function visibleRing(parts: PartMaps, pupil: Float32Array): Float32Array {
  const { visibleIris, amodalIris, eyeball } = parts;
  const seen = visibleIris ?? (amodalIris as Float32Array).map((iris, at) => iris * eyeball![at]!);
  return seen.map((iris, at) => iris * (1 - pupil[at]!));
}

/** An amodal pupil counts as seen where the eye is known to be open, or where nothing is known of that. */
function pupilSeen({ amodalPupil, eyeball, visibleIris }: PartMaps): Float32Array {
  if (amodalPupil === undefined) return (visibleIris as Float32Array).map(() => 0);
  return eyeball === undefined ? amodalPupil : amodalPupil.map((pupil, at) => pupil * eyeball[at]!);
}

const sum = (one: Float32Array, two: Float32Array) => one.map((value, at) => Math.min(1, value + two[at]!));

function regionsIn(seen: Float32Array, size: number): SeenRegion[] {
  for (const threshold of thresholds) {
    const regions = findSeenRegions(seen, size, threshold, fewestCells);
    if (regions.length > 0) return regions;
  }
  return [];
}

/**
 * The seen edge where it is limbus, the fitted one where a lid hides it. Where the limbus shows there is white beside
 * it: so much is known of the open eye even by a network that says nothing of it.
 * @param targets.opening null where the network tells it
 */
function drawDisc(
  { ellipse, limbus }: VisibleDisc,
  { mean }: SeenRegion,
  seen: Float32Array,
  size: number,
  { amodal, opening }: { amodal: Float32Array; opening: Float32Array | null },
): void {
  const levelAt = createEllipseLevel(ellipse);
  const radius = meanRadius(ellipse);
  const softness = Math.max(2 / radius, edgeSoftness);
  const reach = ellipse.a * saidTo + 1;
  const inside = (place: number) => Math.min(size - 1, Math.max(0, Math.floor(place)));
  for (let y = inside(ellipse.cy - reach); y <= inside(ellipse.cy + reach); y += 1)
    for (let x = inside(ellipse.cx - reach); x <= inside(ellipse.cx + reach); x += 1) {
      const level = levelAt(x + 0.5, y + 0.5);
      if (level > saidTo) continue;
      const at = y * size + x;
      const open = limbus[sectorOf(ellipse, x + 0.5, y + 0.5)]!;
      const fitted = mean * Math.min(1, Math.max(0, 0.5 - (level - 1) / softness));
      const value = level < filledTo ? Math.max(seen[at]!, mean) : open * seen[at]! + (1 - open) * fitted;
      amodal[at] = Math.max(amodal[at]!, value);
      if (opening !== null && level > 1) opening[at] = Math.max(opening[at]!, open * mean);
    }
}

/** Lights on the iris that the network calls nothing are no lids. */
function openHoles(region: SeenRegion, opening: Float32Array, size: number): void {
  forCellsInside(region, size, (at) => {
    opening[at] = Math.max(opening[at]!, region.mean);
  });
}

/** A network without a pupil shows it as a hole in the iris; one that takes it for iris shows none. */
function drawPupil(
  { ellipse }: VisibleDisc,
  region: SeenRegion,
  { seen, specular, pupil }: { seen: Float32Array; specular: Float32Array; pupil: Float32Array },
  size: number,
): void {
  const radius = meanRadius(ellipse);
  const levelAt = createEllipseLevel(ellipse);
  const hole = new Float32Array(seen.length);
  forCellsInside(region, size, (at, x, y) => {
    if (levelAt(x, y) < largestPupil)
      hole[at] = Math.max(0, 1 - seen[at]! / region.mean) * (1 - specular[at]!);
  });
  const found = findComponents(hole, size, size, 0.5, 8).find(
    ({ ellipse: { cx, cy, a } }) =>
      a < largestPupil * radius && Math.hypot(cx - ellipse.cx, cy - ellipse.cy) < pupilOffset * radius,
  );
  if (found === undefined) return;
  const nearPupil = createEllipseLevel(found.ellipse);
  forCellsInside(region, size, (at, x, y) => {
    if (nearPupil(x, y) < 1.4) pupil[at] = Math.max(pupil[at]!, region.mean * hole[at]!);
  });
}

function forCellsInside(
  region: SeenRegion,
  size: number,
  visit: (at: number, x: number, y: number) => void,
): void {
  const reach = Math.max(...region.outline.map((point) => point?.radius ?? 0));
  const inside = (place: number) => Math.min(size - 1, Math.max(0, Math.floor(place)));
  for (let row = inside(region.cy - reach); row <= inside(region.cy + reach); row += 1)
    for (let column = inside(region.cx - reach); column <= inside(region.cx + reach); column += 1) {
      const x = column + 0.5;
      const y = row + 0.5;
      if (Math.hypot(x - region.cx, y - region.cy) < reachTowards(region, x, y) - 1.5)
        visit(row * size + column, x, y);
    }
}
