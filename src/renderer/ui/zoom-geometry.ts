/**
 * Looking at a picture through a window: `scale` is CSS pixels per picture pixel, `x` and `y` are where the
 * picture's upper left corner lies in the viewport. Both sides of a comparison use one such look.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Look {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Beyond this many device pixels per picture pixel there is nothing more to see. */
const closest = 8;

/** The whole picture, centred, with `margin` CSS pixels of air around it. */
export function fitLook(picture: Size, viewport: Size, margin: number): Look {
  const scale = Math.min(
    Math.max(1, viewport.width - 2 * margin) / picture.width,
    Math.max(1, viewport.height - 2 * margin) / picture.height,
  );
  return centred(picture, viewport, scale);
}

function centred(picture: Size, viewport: Size, scale: number): Look {
  return {
    scale,
    x: (viewport.width - picture.width * scale) / 2,
    y: (viewport.height - picture.height * scale) / 2,
  };
}

/** Zooms so that what lies under `point` stays there. */
export function zoomAbout(look: Look, point: Point, scale: number): Look {
  const factor = scale / look.scale;
  return {
    scale,
    x: point.x - (point.x - look.x) * factor,
    y: point.y - (point.y - look.y) * factor,
  };
}

/** Between "all of it" and eight device pixels per picture pixel. */
export function clampScale(scale: number, fit: number, devicePixelRatio: number): number {
  return Math.min(Math.max(scale, fit), Math.max(closest / devicePixelRatio, fit));
}

/** A picture smaller than the viewport stays in its middle; a larger one leaves no gap at an edge. */
export function clampLook(look: Look, picture: Size, viewport: Size): Look {
  const axis = (offset: number, length: number, room: number) =>
    length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, offset));
  return {
    scale: look.scale,
    x: axis(look.x, picture.width * look.scale, viewport.width),
    y: axis(look.y, picture.height * look.scale, viewport.height),
  };
}

/** Lands on whole device pixels, so that 1:1 is not smeared by half a pixel. */
export function snapLook(look: Look, devicePixelRatio: number): Look {
  const snap = (value: number) => Math.round(value * devicePixelRatio) / devicePixelRatio;
  return { scale: look.scale, x: snap(look.x), y: snap(look.y) };
}

/** One picture pixel per device pixel, or more. */
export function isCrisp(look: Look, devicePixelRatio: number): boolean {
  return look.scale * devicePixelRatio >= 0.999;
}

/** The part of the viewport that shows the picture, from left to right. */
export function visibleSpan(look: Look, picture: Size, viewport: Size): { left: number; right: number } {
  return {
    left: Math.max(0, look.x),
    right: Math.min(viewport.width, look.x + picture.width * look.scale),
  };
}

/** Where a divider at `share` (0..1 of the visible picture) stands in the viewport. */
export function dividerAt(share: number, span: { left: number; right: number }): number {
  return span.left + share * (span.right - span.left);
}

export function shareAt(x: number, span: { left: number; right: number }): number {
  const width = span.right - span.left;
  return width <= 0 ? 0.5 : Math.min(1, Math.max(0, (x - span.left) / width));
}
