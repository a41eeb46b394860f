import { z } from 'zod';

/**
 * An ellipse in continuous image coordinates: pixel (0, 0) covers [0, 1) x [0, 1), so its centre is (0.5, 0.5).
 * `a` and `b` are semi-axes in pixels with a >= b; `angle` is the direction of `a` in degrees, clockwise from
 * the x axis as seen on the picture (y points down), in (-90, 90].
 */
export const ellipseSchema = z.strictObject({
  cx: z.number(),
  cy: z.number(),
  a: z.number().positive(),
  b: z.number().positive(),
  angle: z.number(),
});
export type Ellipse = z.infer<typeof ellipseSchema>;

/** An axis-parallel rectangle in whole pixels. */
export const rectangleSchema = z.strictObject({
  left: z.int(),
  top: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;
