import { type PointerEvent, useRef } from 'react';
import type { Ellipse } from '../../../contracts/geometry.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Look } from '../../ui/zoom-geometry.ts';
import { dragHandle, type Handle, handlePoint, type Point } from './ellipse-handles.ts';
import styles from './OutlineStage.module.css';

const turnDistance = 32;
const axisHandles: readonly Handle[] = ['east', 'west', 'south', 'north'];

/** One ellipse over the photo: its line, and while it is the active one, its handles. With Alt both ends move. */
export function EllipseHandles({
  ellipse,
  look,
  active,
  toPicture,
  onActivate,
  onChange,
}: {
  ellipse: Ellipse;
  look: Look;
  active: boolean;
  toPicture: (clientX: number, clientY: number) => Point;
  onActivate: () => void;
  onChange: (ellipse: Ellipse, handle: Handle) => void;
}) {
  const grabbed = useRef<Point>({ x: 0, y: 0 });
  const at = (point: Point): Point => ({
    x: look.x + point.x * look.scale,
    y: look.y + point.y * look.scale,
  });
  const pointOf = (handle: Handle) => handlePoint(ellipse, handle, turnDistance / look.scale);

  const dragging = (handle: Handle) => ({
    onPointerDown(event: PointerEvent<SVGElement>) {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      onActivate();
      const pointer = toPicture(event.clientX, event.clientY);
      const from = pointOf(handle);
      grabbed.current = { x: from.x - pointer.x, y: from.y - pointer.y };
    },
    onPointerMove(event: PointerEvent<SVGElement>) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      event.stopPropagation();
      const pointer = toPicture(event.clientX, event.clientY);
      const to = { x: pointer.x + grabbed.current.x, y: pointer.y + grabbed.current.y };
      onChange(dragHandle(ellipse, handle, to, event.altKey), handle);
    },
    onPointerUp: (event: PointerEvent<SVGElement>) => event.stopPropagation(),
  });

  const centre = at({ x: ellipse.cx, y: ellipse.cy });
  const shape = {
    cx: centre.x,
    cy: centre.y,
    rx: ellipse.a * look.scale,
    ry: ellipse.b * look.scale,
    transform: `rotate(${ellipse.angle} ${centre.x} ${centre.y})`,
  };
  const turn = at(pointOf('turn'));
  const north = at(pointOf('north'));
  return (
    <g className={classNames(active && styles.active)}>
      <ellipse className={styles.shadow} {...shape} />
      <ellipse className={styles.line} {...shape} />
      <ellipse className={active ? styles.body : styles.edge} {...shape} {...dragging('centre')} />
      {active && (
        <>
          <line className={styles.stem} x1={north.x} y1={north.y} x2={turn.x} y2={turn.y} />
          {[...axisHandles, 'turn' as const].map((handle) => {
            const point = at(pointOf(handle));
            return (
              <g key={handle} data-handle={handle}>
                <circle
                  className={classNames(styles.handle, handle === 'turn' && styles.turn)}
                  cx={point.x}
                  cy={point.y}
                  r={6}
                />
                <circle className={styles.reach} cx={point.x} cy={point.y} r={18} {...dragging(handle)} />
              </g>
            );
          })}
        </>
      )}
    </g>
  );
}
