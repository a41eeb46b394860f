/**
 * Finds the iris of a photograph: a look at the whole, a wide crop that puts the iris in its place, a close one
 * that draws its outline, both averaged with each other and, where the iris is small, over mirror images, an ellipse
 * through the contour, and at last both edges refined on the photograph's own pixels.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import { ellipseOverlap, meanRadius } from '../../imaging/ellipse-geometry.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { type Square, squareAround, type View } from '../../imaging/sampling.ts';
import type { FinderModel } from '../../models/ports.ts';
import { type Candidate, countEyes, rankCandidates } from './candidates.ts';
import { type Evidence, leastConfidence, opennessAround, rateConfidence } from './confidence.ts';
import type { Visibility } from './edge-profiles.ts';
import { blendMaps, type FinderMaps, lookAt, lookTwiceAt, probabilityAt } from './finder-maps.ts';
import { lookingGeometry as geometry, refinementGeometry } from './geometry.ts';
import { type IrisOutline, keepInside, outlineIris, outlinePupil } from './outline.ts';
import { ReadAhead, readCoarsely } from './read-ahead.ts';
import { readView } from './read-view.ts';
import { refineEdge } from './refine-edge.ts';

export interface Finding {
  /** Both in pixels of the oriented source. */
  readonly iris: Ellipse;
  readonly pupil: Ellipse | null;
  /** 0 to 1: how sure it is that this is an iris; 1 when the photographer drew the outline. */
  readonly confidence: number;
  /** How many eyes the photograph shows, this one included. */
  readonly eyes: number;
  /** What the network sees around the iris, two diameters wide. */
  readonly maps: FinderMaps;
  /** The photograph's own pixels around the iris, where they were read on the way. */
  readonly pixels?: View;
}

export interface FindOptions {
  readonly signal?: AbortSignal;
  /** Outlines drawn by the photographer: nothing is searched, only what surrounds them is looked at. */
  readonly outline?: { readonly iris: Ellipse; readonly pupil: Ellipse | null } | null;
}

/**
 * @throws StudioFailure irisNotFound (details: confidence, and iris and evidence of the most likely candidate); cancelled
 */
export async function findIris(
  photograph: Photograph,
  finder: FinderModel,
  options: FindOptions = {},
): Promise<Finding> {
  const search = new Search(photograph, finder, options.signal);
  return options.outline ? search.around(options.outline) : search.everywhere();
}

/** A candidate after a closer look. */
interface Sighting {
  readonly maps: FinderMaps;
  readonly outline: IrisOutline;
  readonly evidence: Evidence;
  readonly confidence: number;
}

class Search {
  readonly #photograph: Photograph;
  readonly #finder: FinderModel;
  readonly #signal: AbortSignal | undefined;

  constructor(photograph: Photograph, finder: FinderModel, signal: AbortSignal | undefined) {
    this.#photograph = photograph;
    this.#finder = finder;
    this.#signal = signal;
  }

  async around(outline: { iris: Ellipse; pupil: Ellipse | null }): Promise<Finding> {
    const { closeSize } = sizesFor(outline.iris);
    const square = squareAround(outline.iris.cx, outline.iris.cy, geometry.closeSpan * 2 * outline.iris.a);
    const view = await readView(this.#photograph, square, closeSize * 1.5);
    this.#stopWhenAsked();
    const maps = await lookTwiceAt(this.#finder, view, square, closeSize);
    return { ...outline, confidence: 1, eyes: 1, maps };
  }

  async everywhere(): Promise<Finding> {
    const { width, height } = this.#photograph;
    const side = Math.max(width, height);
    const whole = squareAround(width / 2, height / 2, side);
    const preview = await readView(this.#photograph, whole, geometry.previewSide);
    const candidates = await this.#lookAtWhole(preview, whole);
    const likeliest = candidates[0]?.ellipse;
    const ahead = likeliest === undefined ? null : ReadAhead.around(this.#photograph, likeliest);
    try {
      return await this.#bestOf(candidates, preview, ahead);
    } finally {
      await ahead?.settled();
    }
  }

  async #bestOf(candidates: Candidate[], preview: View, ahead: ReadAhead | null): Promise<Finding> {
    let doubtful: Sighting | null = null;
    for (const candidate of candidates.slice(0, geometry.mostCandidates)) {
      const sighting = await this.#zoomIn(preview, candidate);
      if (!sighting || sighting.confidence <= (doubtful?.confidence ?? -1)) continue;
      if (sighting.confidence < leastConfidence) {
        doubtful = sighting;
        continue;
      }
      const { maps, outline, confidence } = sighting;
      const pupil = outlinePupil(maps, outline.ellipse);
      const refined = await this.#refine(maps, outline.ellipse, pupil, ahead);
      return { ...refined, confidence, eyes: countEyes(candidates, candidate), maps };
    }
    throw new StudioFailure('irisNotFound', {
      confidence: doubtful?.confidence ?? 0,
      iris: doubtful?.outline.ellipse ?? null,
      evidence: doubtful?.evidence ?? null,
    });
  }

  async #lookAtWhole(preview: View, whole: Square): Promise<Candidate[]> {
    for (const size of [geometry.wholeSize, geometry.secondLookSize]) {
      this.#stopWhenAsked();
      const candidates = rankCandidates(await lookAt(this.#finder, preview, whole, size));
      if (candidates.length > 0) return candidates;
    }
    return [];
  }

  /** @returns null when nothing is left of the candidate on a closer look */
  async #zoomIn(preview: View, candidate: Candidate): Promise<Sighting | null> {
    let target = candidate.ellipse;
    for (let round = 0; ; round += 1) {
      const { wideSize, closeSize, look } = sizesFor(target);
      const wide = await this.#crop(preview, target, geometry.wideSpan, wideSize, look);
      const rough = outlineIris(wide);
      if (!rough) return null;
      const close = await this.#crop(preview, rough.ellipse, geometry.closeSpan, closeSize, look);
      const maps = blendMaps(close, wide, 0.5);
      const outline = outlineIris(maps);
      if (!outline) return null;
      if (round === 0 && isFar(target, outline.ellipse)) {
        target = outline.ellipse;
        continue;
      }
      const fine = outlineIris(close);
      const evidence = {
        whole: candidate.mean,
        outline,
        agreement: fine ? ellipseOverlap(rough.ellipse, fine.ellipse) : 0,
        ...opennessAround(maps, outline.ellipse),
      };
      return { maps, outline, evidence, confidence: rateConfidence(evidence) };
    }
  }

  async #crop(
    preview: View,
    iris: Ellipse,
    span: number,
    size: number,
    look: typeof lookAt,
  ): Promise<FinderMaps> {
    this.#stopWhenAsked();
    const square = squareAround(iris.cx, iris.cy, span * 2 * iris.a);
    const fineEnough = square.side * preview.scaleX >= geometry.coarsestReading * size || preview.scaleX >= 1;
    const view = fineEnough ? preview : await readView(this.#photograph, square, size * 1.5);
    return look(this.#finder, view, square, size);
  }

  async #refine(
    maps: FinderMaps,
    iris: Ellipse,
    pupil: Ellipse | null,
    ahead: ReadAhead | null,
  ): Promise<Pick<Finding, 'iris' | 'pupil' | 'pixels'>> {
    if (2 * iris.a < refinementGeometry.smallestDiameter) return { iris, pupil };
    this.#stopWhenAsked();
    const square = squareAround(iris.cx, iris.cy, refinementGeometry.span * 2 * iris.a);
    const size = refinementGeometry.largestDiameter * refinementGeometry.span;
    const pixels = (await ahead?.view(square)) ?? null;
    const view =
      pixels === null ? await readView(this.#photograph, square, size) : readCoarsely(pixels, square, size);
    const open: Visibility = (x, y) =>
      probabilityAt(maps, 'opening', x, y) * (1 - probabilityAt(maps, 'specular', x, y));
    const dull: Visibility = (x, y, luma) => (luma > 0.9 ? 0 : open(x, y, luma));
    const limbus = refineEdge(view, iris, open, refinementGeometry.limbus)?.ellipse ?? iris;
    const read = pixels === null ? {} : { pixels };
    if (!pupil) return { iris: limbus, pupil, ...read };
    const inner = refineEdge(view, pupil, dull, refinementGeometry.pupil)?.ellipse ?? pupil;
    return { iris: limbus, pupil: keepInside(inner, limbus), ...read };
  }

  #stopWhenAsked(): void {
    if (this.#signal?.aborted) throw new StudioFailure('cancelled');
  }
}

function sizesFor(iris: Ellipse) {
  const { wideSize, closeSize, looks } = geometry.irisSizes.find(({ from }) => 2 * iris.a >= from)!;
  return { wideSize, closeSize, look: looks === 2 ? lookTwiceAt : lookAt };
}

function isFar(target: Ellipse, found: Ellipse): boolean {
  const radius = meanRadius(found);
  const moved = Math.hypot(found.cx - target.cx, found.cy - target.cy) / radius;
  return (
    moved > geometry.repeatBeyond || Math.abs(Math.log(meanRadius(target) / radius)) > geometry.repeatBeyond
  );
}
