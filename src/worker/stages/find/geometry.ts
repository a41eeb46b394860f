/**
 * Every number that decides where the finder looks, in one place. Spans are in iris diameters, shares in iris
 * radii; docs/adr/0006-finding-and-refining.md has the measurements behind them.
 */
export const lookingGeometry = {
  /** Long side of the preview that the whole photograph is looked at in. */
  previewSide: 800,
  /** Network input for the whole photograph, letterboxed. */
  wholeSize: 256,
  /** Regions looked at more closely, best first, until one convinces. */
  mostCandidates: 3,
  /** Once more and closer, when nothing was seen: eyes too small for the first look. */
  secondLookSize: 512,
  /** The wide crop puts the iris in its place, the close one draws its outline; both are averaged. */
  wideSpan: 2.8,
  closeSpan: 2,
  /**
   * By the iris's diameter on the photograph, largest first. Small irises are not blown up: the network knows no blur
   * that large. They are averaged with their mirror image, which large ones do not need.
   */
  irisSizes: [
    { from: 200, wideSize: 192, closeSize: 256, looks: 1 },
    { from: 100, wideSize: 192, closeSize: 256, looks: 2 },
    { from: 0, wideSize: 160, closeSize: 192, looks: 2 },
  ],
  /** A crop is read again from the photograph when the preview has fewer pixels across than the network takes. */
  coarsestReading: 0.9,
  /** Crops are taken once more when the iris was missed by more than this much of its radius. */
  repeatBeyond: 0.15,
} as const;

/** Which regions of the whole photograph are taken for eyes. */
export const candidateRules = {
  threshold: 0.5,
  /** When nothing reaches it. */
  faintThreshold: 0.2,
  fewestPixels: 12,
  /** Flatter regions are lashes or shadows. */
  flattest: 0.4,
  /** A region counts as another eye from this share of the best one's radius and certainty. */
  otherEyeRadius: 0.5,
  otherEyeMean: 0.75,
} as const;

export const outlineRules = {
  rays: 144,
  level: 0.5,
  /** Where nothing reaches the level: a doubtful iris whose confidence will say so. */
  faintLevel: 0.3,
  from: 0.45,
  to: 1.7,
  /** Points under lids and beyond the photograph are guesses of the network. */
  weightUnderLid: 0.08,
  /** So are points of the pupil under a reflection. */
  weightUnderReflection: 0.05,
  irisShapePenalty: 0.15,
  /** Pupils are rounder than they look where the iris is dark; the iris shares its foreshortening. */
  pupilShapePenalty: 0.3,
  weakPupilShapePenalty: 0.6,
  pupilLevel: 0.5,
  weakPupilLevel: 0.35,
  /** Below this no pupil is claimed. */
  faintestPupil: 0.42,
  smallestPupil: 0.08,
  largestPupil: 0.92,
  /** The fit must agree with the region's own moments to this overlap, or the moments win. */
  leastOverlapWithMoments: 0.75,
  /** A pupil's region grows into reflections; its fit leaves them out and may differ more. */
  leastPupilOverlapWithMoments: 0.45,
} as const;

export interface RefinementRules {
  /** Half-width of the band searched on either side of the predicted edge, in radii of that edge. */
  readonly band: number;
  /** Standard deviation of the derivative of a Gaussian, in radii: as wide as the edge is soft. */
  readonly sigma: number;
  readonly shapePenalty: number;
  /** Least share of a ray, from inside, that must be seen for it to have a say; 1 asks for all of it. */
  readonly leastSeen: number;
  /** Least share of all directions in which the edge must be seen. */
  readonly leastCoverage: number;
  /** Largest robust deviation of the seen edge from the fitted ellipse, in radii. */
  readonly largestResidual: number;
  /** Least overlap of the refined ellipse with the predicted one. */
  readonly leastOverlap: number;
}

/** What is read of the photograph's own pixels while the network looks closer. */
export const readAheadGeometry = {
  /** In diameters of the iris as it is known by then: for refining and for the frame, and to be off a little. */
  span: 1.46,
  /** More is not held: 72 MB. */
  mostPixels: 12e6,
} as const;

export const refinementGeometry = {
  rays: 240,
  samples: 61,
  /** The photograph is read so that the iris is at most this many pixels across: a tenth of one is enough. */
  largestDiameter: 800,
  /** Irises smaller than this on the photograph have no edge that the network did not see. */
  smallestDiameter: 120,
  /** Read around the iris, in diameters: the limbus's band, and room for it to move. */
  span: 1.3,
  limbus: {
    band: 0.13,
    sigma: 0.026,
    shapePenalty: 0.15,
    leastSeen: 1,
    leastCoverage: 0.28,
    largestResidual: 0.03,
    leastOverlap: 0.88,
  } satisfies RefinementRules,
  pupil: {
    band: 0.24,
    sigma: 0.05,
    shapePenalty: 0.1,
    leastSeen: 0.5,
    leastCoverage: 0.4,
    largestResidual: 0.05,
    leastOverlap: 0.72,
  } satisfies RefinementRules,
} as const;
