import type { KeyboardEvent } from 'react';
import { follow, type Nudge, nudge } from './ellipse-handles.ts';
import type { Outline, OutlinePart } from './OutlineView.tsx';

function nudgeOf(key: string, step: number): Nudge | null {
  switch (key) {
    case 'ArrowLeft':
      return { kind: 'move', x: -step, y: 0 };
    case 'ArrowRight':
      return { kind: 'move', x: step, y: 0 };
    case 'ArrowUp':
      return { kind: 'move', x: 0, y: -step };
    case 'ArrowDown':
      return { kind: 'move', x: 0, y: step };
    case '+':
    case '=':
    case '*':
      return { kind: 'grow', by: step };
    case '-':
    case '_':
      return { kind: 'grow', by: -step };
    case '[':
    case '{':
      return { kind: 'turn', degrees: -step };
    case ']':
    case '}':
      return { kind: 'turn', degrees: step };
    default:
      return null;
  }
}

/** Arrows, plus, minus and brackets on the outline that is active; P and I change which one that is. */
export function useOutlineKeys({
  outline,
  part,
  onPart,
  onChange,
}: {
  outline: Outline;
  part: OutlinePart;
  onPart: (part: OutlinePart) => void;
  onChange: (outline: Outline) => void;
}): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = nudgeOf(event.key, event.shiftKey ? 10 : 1);
    if (change !== null) {
      const next = nudge(outline[part], change);
      const pupil =
        part === 'iris' && change.kind === 'move' ? follow(outline.pupil, outline.iris, next) : outline.pupil;
      onChange(part === 'iris' ? { iris: next, pupil } : { ...outline, pupil: next });
    } else if (event.key.toLowerCase() === 'p') onPart('pupil');
    else if (event.key.toLowerCase() === 'i') onPart('iris');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
