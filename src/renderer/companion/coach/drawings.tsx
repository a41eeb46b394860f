/** The coach's four pictures, 104 x 88: an eye, a phone, and the one thing that each is about. */
import type { ReactNode } from 'react';
import styles from './drawings.module.css';

function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg className={styles.drawing} width="104" height="88" viewBox="0 0 104 88" aria-hidden="true">
      {children}
    </svg>
  );
}

/** An eye from the front, `open` 0..1. */
function Eye({ x, y, open, glint }: { x: number; y: number; open: number; glint?: ReactNode }) {
  const lid = 18 * open;
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d={`M-32 2C-20 ${-lid} -8 ${-lid - 3} 1 ${-lid - 3}s20 3 31 19C21 18 11 22 1 22S-21 18-32 2Z`} />
      <circle className={styles.accent} cx="0" cy="1" r="14" />
      <circle className={styles.accent} cx="0" cy="1" r="5" />
      {glint}
    </g>
  );
}

export function LightDrawing() {
  return (
    <Drawing>
      <path className={styles.lit} d="M20 22 96 44v36L20 34Z" />
      <Eye x={66} y={52} open={1} glint={<circle className={styles.filled} cx="-6" cy="-4" r="2" />} />
      <path className={styles.accent} d="M8 30 24 10l12 9-15 21Z" />
      <path d="M15 36 6 50v28" />
    </Drawing>
  );
}

export function DistanceDrawing() {
  return (
    <Drawing>
      <path d="M14 20c8 6 14 14 14 25S22 65 14 70" />
      <path className={styles.accent} d="M26 37c-5 2-8 5-8 8s3 6 8 8" />
      <rect className={styles.accent} x="74" y="12" width="17" height="64" rx="4" />
      <path className={styles.accent} d="M74 41h-3v8h3" />
      <path d="M34 45h30" strokeDasharray="1 5" />
      <path d="m38 41-4 4 4 4M60 41l4 4-4 4" />
      <text
        x="49"
        y="34"
        textAnchor="middle"
        fontSize="15"
        fontWeight="600"
        fill="var(--text-2)"
        stroke="none"
      >
        2×
      </text>
    </Drawing>
  );
}

export function OpenEyeDrawing() {
  return (
    <Drawing>
      <Eye x={52} y={50} open={1.25} />
      <path d="M26 26c6-6 15-10 26-10s20 4 26 10" opacity="0.5" />
      <path className={styles.accent} d="M52 12V3m-4 4 4-4 4 4" />
      <path d="M30 20l-4-6M74 20l4-6M41 15l-2-6M63 15l2-6" opacity="0.5" />
    </Drawing>
  );
}

export function SteadyDrawing() {
  return (
    <Drawing>
      <rect x="27" y="4" width="50" height="80" rx="9" />
      <g transform="translate(52 42) scale(.62)">
        <path d="M-32 2C-20-18-8-21 1-21s20 3 31 19C21 18 11 22 1 22S-21 18-32 2Z" />
        <circle className={styles.accent} cx="0" cy="1" r="14" />
        <circle className={styles.accent} cx="0" cy="1" r="5" />
      </g>
      <path className={styles.accent} d="M36 32v-6h6M62 26h6v6M68 52v6h-6M42 58h-6v-6" strokeWidth="2" />
      <circle cx="52" cy="73" r="4.5" />
      <path d="M16 30c-3 8-3 20 0 28M88 30c3 8 3 20 0 28" opacity="0.5" />
    </Drawing>
  );
}
