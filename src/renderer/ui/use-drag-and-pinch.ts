/** One finger or the mouse drags, two fingers pinch; positions are relative to the element. */
import { type PointerEvent, useRef } from 'react';
import type { Point } from './zoom-geometry.ts';

export interface DragAndPinch {
  onDragStart?: (at: Point) => void;
  onDrag: (by: Point, at: Point) => void;
  onPinch: (factor: number, about: Point, by: Point) => void;
  onEnd?: () => void;
}

export function useDragAndPinch({ onDragStart, onDrag, onPinch, onEnd }: DragAndPinch) {
  const pointers = useRef(new Map<number, Point>());

  const position = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    if (pointers.current.delete(event.pointerId) && pointers.current.size === 0) onEnd?.();
  };

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, position(event));
      if (pointers.current.size === 1) onDragStart?.(position(event));
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = pointers.current.get(event.pointerId);
      if (before === undefined) return;
      const now = position(event);
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      if (other === undefined) {
        onDrag({ x: now.x - before.x, y: now.y - before.y }, now);
        return;
      }
      const wasApart = Math.hypot(before.x - other.x, before.y - other.y);
      const apart = Math.hypot(now.x - other.x, now.y - other.y);
      const about = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      const by = { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 };
      onPinch(wasApart < 1 ? 1 : apart / wasApart, about, by);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
