/**
 * Finds the iris of a photograph: a look at the whole, a wide crop that puts the iris in its place, a close one
 * that draws its outline, both averaged over mirror images, an ellipse through the contour, and at last both edges
 * refined on the photograph's own pixels.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import { drawEllipse, ellipseOverlap, meanRadius, moveEllipse } from '../../imaging/ellipse-geometry.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { type Square, squareAround, type View } from '../../imaging/sampling.ts';
import type { FinderModel } from '../../models/ports.ts';
import { type Candidate, countEyes, rankCandidates } from './candidates.ts';
import { leastConfidence, rateConfidence } from './confidence.ts';
import { blendMaps, type FinderMaps, lookAt, lookTwiceAt, probabilityAt } from './finder-maps.ts';
import { lookingGeometry as geometry, refinementGeometry } from './geometry.ts';
import { type IrisOutline, keepInside, outlineIris, outlinePupil } from './outline.ts';
import { readView } from './read-view.ts';
import { refineEdge, type Visibility } from './refine-edge.ts';

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
}

export interface FindOptions {
  readonly signal?: AbortSignal;
  /** Outlines drawn by the photographer: nothing is searched, only what surrounds them is looked at. */
  readonly outline?: { readonly iris: Ellipse; readonly pupil: Ellipse | null } | null;
}

/**
 * @throws StudioFailure irisNotFound (details: confidence, and iris where there was a doubtful one); cancelled
 */
export async function findIris(
  photograph: Photograph,
  finder: FinderModel,
  options: FindOptions = {},
): Promise<Finding> {
  const search = new Search(photograph, finder, options.signal);
  return options.outline ? search.around(options.outline) : search.everywhere();
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
    const square = squareAround(outline.iris.cx, outline.iris.cy, geometry.closeSpan * 2 * outline.iris.a);
    const view = await readView(this.#photograph, square, geometry.closeSize * 1.5);
    this.#stopWhenAsked();
    const maps = await lookTwiceAt(this.#finder, view, square, geometry.closeSize);
    return { ...outline, confidence: 1, eyes: 1, maps };
  }

  async everywhere(): Promise<Finding> {
    const { width, height } = this.#photograph;
    const side = Math.max(width, height);
    const whole = squareAround(width / 2, height / 2, side);
    const preview = await readView(this.#photograph, whole, geometry.previewSide);
    const candidates = await this.#lookAtWhole(preview, whole);
    const best = candidates[0];
    if (!best) throw new StudioFailure('irisNotFound', { confidence: 0, reason: 'nothing like an iris' });
    const { outline, maps, agreement } = await this.#zoomIn(preview, best);
    const confidence = rateConfidence({ outline, agreement, openShare: openShareOf(maps, outline.ellipse) });
    if (confidence < leastConfidence) {
      throw new StudioFailure('irisNotFound', { confidence, iris: outline.ellipse, agreement, ...outline });
    }
    const pupil = outlinePupil(maps, outline.ellipse);
    const refined = await this.#refine(maps, outline.ellipse, pupil);
    return { ...refined, confidence, eyes: countEyes(candidates, best), maps };
  }

  async #lookAtWhole(preview: View, whole: Square): Promise<Candidate[]> {
    for (const size of [geometry.wholeSize, geometry.secondLookSize]) {
      this.#stopWhenAsked();
      const candidates = rankCandidates(await lookAt(this.#finder, preview, whole, size));
      if (candidates.length > 0) return candidates;
    }
    return [];
  }

  async #zoomIn(
    preview: View,
    candidate: Candidate,
  ): Promise<{ outline: IrisOutline; maps: FinderMaps; agreement: number }> {
    let target = candidate.ellipse;
    for (let round = 0; ; round += 1) {
      const wide = await this.#crop(preview, target, geometry.wideSpan, geometry.wideSize);
      const rough = outlineIris(wide) ?? this.#giveUp(candidate);
      const close = await this.#crop(preview, rough.ellipse, geometry.closeSpan, geometry.closeSize);
      const maps = blendMaps(close, wide, 0.5);
      const outline = outlineIris(maps) ?? this.#giveUp(candidate);
      const fine = outlineIris(close);
      if (round > 0 || !isFar(target, outline.ellipse)) {
        return { outline, maps, agreement: fine ? ellipseOverlap(rough.ellipse, fine.ellipse) : 0 };
      }
      target = outline.ellipse;
    }
  }

  async #crop(preview: View, iris: Ellipse, span: number, size: number): Promise<FinderMaps> {
    this.#stopWhenAsked();
    const square = squareAround(iris.cx, iris.cy, span * 2 * iris.a);
    const fineEnough = square.side * preview.scaleX >= geometry.coarsestReading * size || preview.scaleX >= 1;
    const view = fineEnough ? preview : await readView(this.#photograph, square, size * 1.5);
    return lookTwiceAt(this.#finder, view, square, size);
  }

  #giveUp(candidate: Candidate): never {
    throw new StudioFailure('irisNotFound', { confidence: 0.2 * candidate.mean, iris: candidate.ellipse });
  }

  async #refine(
    maps: FinderMaps,
    iris: Ellipse,
    pupil: Ellipse | null,
  ): Promise<{ iris: Ellipse; pupil: Ellipse | null }> {
    if (2 * iris.a < refinementGeometry.smallestDiameter) return { iris, pupil };
    this.#stopWhenAsked();
    const square = squareAround(iris.cx, iris.cy, refinementGeometry.span * 2 * iris.a);
    const view = await readView(
      this.#photograph,
      square,
      refinementGeometry.largestDiameter * refinementGeometry.span,
    );
    const open: Visibility = (x, y) =>
      probabilityAt(maps, 'opening', x, y) * (1 - probabilityAt(maps, 'specular', x, y));
    const dull: Visibility = (x, y, luma) => (luma > 0.9 ? 0 : open(x, y, luma));
    const limbus = refineEdge(view, iris, open, refinementGeometry.limbus)?.ellipse ?? iris;
    if (!pupil) return { iris: limbus, pupil };
    const inner = refineEdge(view, pupil, dull, refinementGeometry.pupil)?.ellipse ?? pupil;
    return { iris: limbus, pupil: keepInside(inner, limbus) };
  }

  #stopWhenAsked(): void {
    if (this.#signal?.aborted) throw new StudioFailure('cancelled');
  }
}

function isFar(target: Ellipse, found: Ellipse): boolean {
  const radius = meanRadius(found);
  const moved = Math.hypot(found.cx - target.cx, found.cy - target.cy) / radius;
  return (
    moved > geometry.repeatBeyond || Math.abs(Math.log(meanRadius(target) / radius)) > geometry.repeatBeyond
  );
}

/** How much of the ellipse lies in the open eye, 0..1. */
function openShareOf(maps: FinderMaps, iris: Ellipse): number {
  const perUnit = maps.size / maps.square.side;
  const onMap = moveEllipse(iris, perUnit, -maps.square.left * perUnit, -maps.square.top * perUnit);
  const { data } = drawEllipse(onMap, maps.size, maps.size);
  let open = 0;
  let all = 0;
  for (let at = 0; at < data.length; at += 1) {
    open += data[at]! * maps.heads.opening[at]!;
    all += data[at]!;
  }
  return all > 0 ? open / all : 0;
}
