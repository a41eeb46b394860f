import { type PointerEvent, useRef } from 'react';
import type { Point } from '../../ui/zoom-geometry.ts';

const withinMs = 300;
const withinPixels = 32;

/** Two taps at one place. Browsers tell no double click where touches are ours. */
export function useDoubleTap(onDoubleTap: (at: Point) => void) {
  const last = useRef({ x: 0, y: 0, at: Number.NEGATIVE_INFINITY });
  return (event: PointerEvent<HTMLElement>) => {
    if (!event.isPrimary) return;
    const box = event.currentTarget.getBoundingClientRect();
    const now = { x: event.clientX - box.left, y: event.clientY - box.top, at: event.timeStamp };
    const before = last.current;
    const near = Math.hypot(now.x - before.x, now.y - before.y) < withinPixels;
    if (near && now.at - before.at < withinMs) {
      last.current = { x: 0, y: 0, at: Number.NEGATIVE_INFINITY };
      onDoubleTap(now);
    } else last.current = now;
  };
}
