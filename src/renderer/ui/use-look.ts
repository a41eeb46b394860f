/**
 * Zoom and pan by wheel, pinch, drag and keys over one element. Null means "fit", and stays fitting while the window
 * changes; everything else is a look in the geometry's terms.
 */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  clampLook,
  clampScale,
  fitLook,
  isCrisp,
  type Look,
  type Point,
  type Size,
  snapLook,
  zoomAbout,
} from './zoom-geometry.ts';

export interface LookControl {
  readonly look: Look;
  readonly fits: boolean;
  readonly crisp: boolean;
  /** Device pixels per picture pixel. */
  readonly magnification: number;
  fit(): void;
  zoomBy(factor: number, about?: Point): void;
  oneToOne(about?: Point): void;
  panBy(x: number, y: number): void;
}

export function useLook(
  element: RefObject<HTMLElement | null>,
  viewport: Size,
  picture: Size,
  margin = 24,
): LookControl {
  const [wish, setWish] = useState<Look | null>(null);
  const ratio = window.devicePixelRatio;
  const { width, height } = picture;
  const base = useMemo(
    () => fitLook({ width, height }, { width: viewport.width, height: viewport.height }, margin),
    [width, height, viewport.width, viewport.height, margin],
  );
  const look = useMemo(() => {
    if (wish === null) return base;
    const scale = clampScale(wish.scale, base.scale, ratio);
    return snapLook(clampLook({ ...wish, scale }, { width, height }, viewport), ratio);
  }, [wish, base, width, height, viewport]);

  const latest = useRef({ look, base, viewport, width, height });
  latest.current = { look, base, viewport, width, height };

  const apply = useCallback((next: Look) => {
    const { base: fit, viewport: room, ...size } = latest.current;
    const scale = clampScale(next.scale, fit.scale, ratio);
    const settled = clampLook({ ...next, scale }, size, room);
    latest.current = { ...latest.current, look: settled };
    setWish(scale <= fit.scale * 1.0001 ? null : settled);
  }, []);
  const middle = useCallback(
    (): Point => ({ x: latest.current.viewport.width / 2, y: latest.current.viewport.height / 2 }),
    [],
  );
  const zoomTo = useCallback(
    (scale: number, about: Point) => {
      const { look: now, base: fit } = latest.current;
      apply(zoomAbout(now, about, clampScale(scale, fit.scale, ratio)));
    },
    [apply],
  );

  const fit = useCallback(() => setWish(null), []);
  const zoomBy = useCallback(
    (factor: number, about?: Point) => zoomTo(latest.current.look.scale * factor, about ?? middle()),
    [zoomTo, middle],
  );
  const oneToOne = useCallback((about?: Point) => zoomTo(1 / ratio, about ?? middle()), [zoomTo, middle]);
  const panBy = useCallback(
    (x: number, y: number) => {
      const { look: now } = latest.current;
      apply({ ...now, x: now.x + x, y: now.y + y });
    },
    [apply],
  );

  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = target.getBoundingClientRect();
      const room = latest.current.viewport.width;
      // Side by side, the second pane looks at the same place: the pointer counts from its own pane's edge.
      const about = { x: (event.clientX - box.left) % room, y: event.clientY - box.top };
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      zoomBy(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0016)), about);
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, zoomBy]);

  return {
    look,
    fits: wish === null,
    crisp: isCrisp(look, ratio),
    magnification: look.scale * ratio,
    fit,
    zoomBy,
    oneToOne,
    panBy,
  };
}
