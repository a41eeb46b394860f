import { type PointerEvent, useRef } from 'react';

const least = 48;

/** A finger that goes sideways goes on to the next capture, or back; up and down stay the browser's. */
export function useSwipe(onStep: (by: 1 | -1) => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const swiped = useRef(false);
  return {
    onPointerDown(event: PointerEvent) {
      from.current = { x: event.clientX, y: event.clientY };
      swiped.current = false;
    },
    onPointerUp(event: PointerEvent) {
      const start = from.current;
      from.current = null;
      if (start === null) return;
      const x = event.clientX - start.x;
      if (Math.abs(x) < least || Math.abs(event.clientY - start.y) > Math.abs(x) / 1.5) return;
      swiped.current = true;
      onStep(x < 0 ? 1 : -1);
    },
    onPointerCancel() {
      from.current = null;
    },
    onClickCapture(event: { preventDefault(): void; stopPropagation(): void }) {
      if (!swiped.current) return;
      swiped.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
