import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderFixture } from '../../../../models/rendered-eyes/fixtures.ts';
import type { RenderedEye } from '../../../../models/rendered-eyes/render-eye.ts';
import { failures } from '../../../contracts/failure.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import type { QualityMeasure, QualityMeasures } from '../../../contracts/quality.ts';
import { createEdgeCoverage } from '../../imaging/ellipse-geometry.ts';
import { createColourImage, type MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { decide, judgeCapture } from './judge-capture.ts';
import { qualityTable } from './quality-table.ts';

const width = 460;
const height = 400;
let eye: RenderedEye;

beforeAll(() => {
  eye = renderFixture({ seed: 3, width, height, irisDiameter: 330, catchlights: ['dot'] });
});

/** A frame that shows the whole picture, with the renderer's truth for what the finder would say. */
function frameOf(rendered: RenderedEye, rgb: Uint8Array = rendered.rgb): IrisFrame {
  const mask = (data: Uint8Array): MaskImage => ({ width: rendered.width, height: rendered.height, data });
  const image = createColourImage(rendered.width, rendered.height);
  for (let at = 0; at < rgb.length; at += 1) image.data[at] = rgb[at]! * 257;
  return {
    region: { left: 0, top: 0, width: rendered.width, height: rendered.height },
    scale: 1,
    image,
    inside: mask(new Uint8Array(rendered.width * rendered.height).fill(255)),
    iris: rendered.iris!,
    pupil: rendered.pupil,
    opening: mask(rendered.masks.opening),
    visible: mask(rendered.masks.visibleIris),
    specular: mask(rendered.masks.specular),
  };
}

function judge(frame: IrisFrame, source: Partial<Parameters<typeof judgeCapture>[2]> = {}) {
  return judgeCapture(frame, frame.specular, {
    irisDiameter: 900,
    iris: frame.iris,
    width,
    height,
    ...source,
  });
}

const blurred = (sigma: number) =>
  sharp(eye.rgb, { raw: { width, height, channels: 3 } })
    .blur(sigma)
    .raw()
    .toBuffer();
const toned = (tone: (value: number) => number) =>
  eye.rgb.map((value) => Math.min(255, Math.max(0, tone(value))));

describe('judging a capture', () => {
  test('a sharp, open, well-lit eye is accepted, and every measure is known', () => {
    const quality = judge(frameOf(eye));
    expect(quality.reasons).toEqual([]);
    expect(quality.decision).toBe('accept');
    expect(quality.score).toBeGreaterThan(0.8);
    expect(Object.values(quality.measures).every((value) => value !== null && Number.isFinite(value))).toBe(
      true,
    );
    expect(quality.measures.dilation).toBeCloseTo(36, 0);
    expect(quality.measures.concentricity).toBeGreaterThan(97);
  });

  test('sharpness falls with blur until the photo is refused', async () => {
    const series = [judge(frameOf(eye))];
    for (const sigma of [1.2, 2.4, 4.5, 9]) series.push(judge(frameOf(eye, await blurred(sigma))));
    const values = series.map(({ measures }) => measures.sharpness!);
    for (let step = 1; step < values.length; step += 1)
      expect(values[step]).toBeLessThan(values[step - 1]! * 0.95);
    expect(series.at(-1)?.decision).toBe('reject');
    expect(series.at(-1)?.reasons[0]).toMatchObject({
      code: 'photoBlurred',
      message: failures.photoBlurred.message,
    });
    const scores = series.map(({ score }) => score);
    expect(scores.toSorted((one, two) => two - one)).toEqual(scores);
  });

  test('noise is not sharpness', async () => {
    let state = 1;
    const random = () => {
      state = (state * 1664525 + 1013904223) % 4294967296;
      return state / 4294967296;
    };
    const soft = await blurred(5);
    const grainy = soft.map((value) =>
      Math.min(255, Math.max(0, value + 24 * (random() + random() + random() - 1.5))),
    );
    const quiet = judge(frameOf(eye, soft)).measures.sharpness!;
    const noisy = judge(frameOf(eye, grainy)).measures.sharpness!;
    const sharpest = judge(frameOf(eye)).measures.sharpness!;
    expect(noisy).toBeLessThan(quiet + 0.3 * (sharpest - quiet));
  });

  test('the same picture with twice the pixels is as sharp as before', async () => {
    const large = await sharp(eye.rgb, { raw: { width, height, channels: 3 } })
      .resize(width * 2)
      .raw()
      .toBuffer();
    const double = (data: Uint8Array): Uint8Array => {
      const result = new Uint8Array(width * height * 4);
      for (let at = 0; at < result.length; at += 1) {
        result[at] = data[Math.floor(at / (width * 4)) * width + Math.floor((at % (width * 2)) / 2)]!;
      }
      return result;
    };
    const twice = (ellipse: Ellipse): Ellipse => ({
      ...ellipse,
      cx: ellipse.cx * 2,
      cy: ellipse.cy * 2,
      a: ellipse.a * 2,
      b: ellipse.b * 2,
    });
    const { opening, visibleIris, amodalIris, amodalPupil, specular } = eye.masks;
    const frame = frameOf(
      {
        width: width * 2,
        height: height * 2,
        rgb: large,
        masks: {
          opening: double(opening),
          visibleIris: double(visibleIris),
          amodalIris: double(amodalIris),
          amodalPupil: double(amodalPupil),
          specular: double(specular),
        },
        iris: twice(eye.iris!),
        pupil: twice(eye.pupil!),
      },
      large,
    );
    const small = judge(frameOf(eye)).measures.sharpness!;
    expect(judge(frame).measures.sharpness! / small).toBeGreaterThan(0.85);
    expect(judge(frame).measures.sharpness! / small).toBeLessThan(1.15);
  });

  test('a lid over most of the iris is refused, a lid over some of it warned about', () => {
    const cover = (share: number) => {
      const frame = frameOf(eye);
      const from = frame.iris.cy + frame.iris.b * (2 * (1 - share) - 1);
      const cut = (mask: MaskImage): MaskImage => ({
        ...mask,
        data: mask.data.map((value, at) => (Math.floor(at / width) > from ? 0 : value)),
      });
      return judge({ ...frame, opening: cut(frame.opening), visible: cut(frame.visible) });
    };
    expect(cover(0.35).reasons.map(({ measure, decision }) => [measure, decision])).toContainEqual([
      'usableArea',
      'warn',
    ]);
    expect(cover(0.7).reasons[0]).toMatchObject({
      measure: 'usableArea',
      decision: 'reject',
      code: 'irisCovered',
    });
  });

  test('reflections count against the iris ring, not against the pupil', () => {
    const frame = frameOf(eye);
    const light = (ellipse: Ellipse): MaskImage => {
      const coverage = createEdgeCoverage(ellipse);
      const data = Uint8Array.from({ length: width * height }, (_, at) =>
        Math.round(255 * coverage((at % width) + 0.5, Math.floor(at / width) + 0.5)),
      );
      return { width, height, data };
    };
    const source = { irisDiameter: 900, iris: frame.iris, width, height };
    const onPupil = judgeCapture(frame, light({ ...frame.pupil!, a: 45, b: 45 }), source);
    expect(onPupil.measures.specularShare).toBe(0);
    const { cx, cy, a } = frame.iris;
    const onIris = judgeCapture(frame, light({ cx: cx - 0.65 * a, cy, a: 56, b: 56, angle: 0 }), source);
    expect(onIris.measures.specularShare).toBeCloseTo((100 * 56 ** 2) / (165 ** 2 - 59 ** 2), -0.5);
    expect(onIris.reasons.map(({ measure }) => measure)).toContain('specularShare');
  });

  test('darkness is refused, a near-black iris beside a bright sclera is not', () => {
    const dark = judge(
      frameOf(
        eye,
        toned((value) => value * 0.06),
      ),
    );
    expect(dark.reasons[0]).toMatchObject({ decision: 'reject', code: 'photoTooDark' });
    const black = renderFixture({ seed: 5, width, height, irisDiameter: 330, palette: 'black' });
    expect(judge(frameOf(black)).measures.shadowClipping).toBeLessThan(5);
  });

  test('overexposure is refused', () => {
    const quality = judge(
      frameOf(
        eye,
        toned((value) => value * 3.5 + 60),
      ),
    );
    expect(quality.measures.highlightClipping).toBeGreaterThan(30);
    expect(quality.reasons.map(({ code }) => code)).toContain('photoTooBright');
    expect(quality.decision).toBe('reject');
  });

  test('a small iris is warned about, a tiny one refused', () => {
    const frame = frameOf(eye);
    expect(judge(frame, { irisDiameter: 300 }).decision).toBe('warn');
    expect(judge(frame, { irisDiameter: 159 }).reasons[0]).toMatchObject({
      code: 'irisTooSmall',
      decision: 'reject',
    });
  });

  test('margin: free, touching, cut off', () => {
    const frame = frameOf(eye);
    const at = (cx: number, cy: number) =>
      judge(frame, { iris: { cx, cy, a: 200, b: 200, angle: 0 }, width: 1000, height: 1000 });
    expect(at(500, 500).measures.margin).toBe(100);
    expect(at(260, 500).measures.margin).toBeCloseTo(50, 6);
    expect(at(500, 202).decision).toBe('warn');
    expect(at(500, 170).measures.margin).toBeLessThan(0);
    expect(at(500, 170).decision).toBe('warn');
    expect(at(120, 500).reasons[0]).toMatchObject({ code: 'irisCutOff', decision: 'reject' });
    expect(at(0, 500).measures.margin).toBeCloseTo(-50, 1);
  });

  test('what cannot be measured is null and costs nothing', () => {
    const frame = { ...frameOf(eye), pupil: null };
    const { measures, decision } = judge(frame);
    expect(measures).toMatchObject({ dilation: null, concentricity: null, irisPupilContrast: null });
    expect(decision).toBe('accept');
    const nothing: MaskImage = { width, height, data: new Uint8Array(width * height) };
    const blind = judge({ ...frame, opening: nothing, visible: nothing });
    expect(blind.measures).toMatchObject({ sharpness: null, shadowClipping: null, highlightClipping: null });
    expect(blind.reasons[0]?.code).toBe('irisCovered');
  });
});

describe('the quality table', () => {
  const ideal = Object.fromEntries(
    Object.entries(qualityTable).map(([measure, rule]) => [measure, rule.ideal]),
  ) as unknown as QualityMeasures;

  test('ideal values are accepted with full score', () => {
    expect(decide(ideal)).toMatchObject({ decision: 'accept', reasons: [] });
    expect(decide(ideal).score).toBeCloseTo(1, 9);
  });

  test.each(Object.entries(qualityTable) as [QualityMeasure, (typeof qualityTable)[QualityMeasure]][])(
    '%s: thresholds lie in order, each says so, and the score never rises on the way down',
    (measure, rule) => {
      const sign = rule.bad === 'below' ? -1 : 1;
      const limits = [rule.ideal, rule.warn, rule.reject ?? rule.worst, rule.worst];
      for (let step = 1; step < limits.length; step += 1) {
        expect(sign * (limits[step]! - limits[step - 1]!)).toBeGreaterThanOrEqual(0);
      }
      const nudge = 0.01 * sign;
      expect(decide({ ...ideal, [measure]: rule.warn - nudge }).decision).toBe('accept');
      expect(decide({ ...ideal, [measure]: rule.warn + nudge }).reasons[0]).toMatchObject({
        measure,
        decision: 'warn',
        message: rule.message,
      });
      const beyond = decide({ ...ideal, [measure]: rule.worst + 100 * nudge });
      expect(beyond.decision).toBe(rule.reject === null ? 'warn' : 'reject');
      expect(beyond.score).toBeLessThan(1);
    },
  );

  test('the worst reason comes first, refusals before warnings', () => {
    const { reasons } = decide({ ...ideal, irisDiameter: 390, usableArea: 35, dilation: 66, sharpness: 16 });
    expect(reasons.map(({ decision }) => decision)).toEqual(['reject', 'reject', 'warn', 'warn']);
    expect(reasons[0]?.measure).toBe('sharpness');
  });
});
