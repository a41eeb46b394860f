import { classNames } from '../../ui/class-names.ts';
import styles from './StudioDrawing.module.css';

/** The cells of a code that leads nowhere: a drawing of one, 7 x 7 without its corners. */
const cells = ['1010', '0110', '1101', '0011'];

/** The studio's screen and this phone, in a few lines: what is between them at the moment. */
export function StudioDrawing({ show }: { show: 'code' | 'waiting' | 'found' | 'allow' | 'refused' }) {
  return (
    <svg className={styles.drawing} width="240" height="132" viewBox="0 0 240 132" aria-hidden="true">
      <rect x="8" y="8" width="136" height="90" rx="8" />
      <path d="M76 98v18M48 118h56" />
      <Phone refused={show === 'refused'} />
      {show === 'code' && <Code />}
      {show !== 'code' && show !== 'allow' && <Eye quiet={show === 'refused'} />}
      {(show === 'waiting' || show === 'found') && (
        <g className={show === 'found' ? styles.accent : undefined}>
          <path className={show === 'waiting' ? styles.wave : undefined} d="M158 66a8 8 0 0 1 0 12" />
          <path className={show === 'waiting' ? styles.wave : undefined} d="M164 60a16 16 0 0 1 0 24" />
          <path className={show === 'waiting' ? styles.wave : undefined} d="M170 54a24 24 0 0 1 0 36" />
        </g>
      )}
      {show === 'allow' && (
        <>
          <path d="M44 36h64M56 48h40" />
          <g className={styles.press}>
            <rect className={styles.filled} x="78" y="62" width="40" height="18" rx="9" />
            <path d="M90 71h16" stroke="var(--on-accent)" strokeWidth="2" />
          </g>
          <rect x="34" y="62" width="38" height="18" rx="9" />
        </>
      )}
      {show === 'refused' && <path className={styles.failure} d="m156 64 12 12m0-12-12 12" strokeWidth="2" />}
    </svg>
  );
}

function Phone({ refused }: { refused: boolean }) {
  return (
    <g className={refused ? undefined : styles.accent}>
      <rect className={styles.ground} x="186" y="38" width="46" height="86" rx="9" />
      <path d="M204 46h10" />
      <circle cx="209" cy="110" r="5" />
    </g>
  );
}

function Eye({ quiet }: { quiet: boolean }) {
  return (
    <g>
      <path d="M44 53c10-14 21-20 33-20s23 6 33 20c-10 14-21 20-33 20S54 67 44 53Z" />
      <circle className={classNames(!quiet && styles.accent)} cx="77" cy="53" r="13" />
      <circle className={classNames(!quiet && styles.accent)} cx="77" cy="53" r="4.5" />
    </g>
  );
}

function Code() {
  return (
    <g>
      <rect className={styles.paper} x="50" y="18" width="52" height="52" rx="4" />
      <g className={styles.ink}>
        {(
          [
            [56, 24],
            [82, 24],
            [56, 50],
          ] as const
        ).map(([x, y]) => (
          <path key={`${x} ${y}`} fillRule="evenodd" d={`M${x} ${y}h14v14h-14Zm3 3v8h8v-8Zm2 2h4v4h-4Z`} />
        ))}
        {cells.flatMap((row, y) =>
          [...row].map((cell, x) =>
            cell === '1' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a drawing, its cells never move
              <rect key={`${x}-${y}`} x={80 + x * 4} y={48 + y * 4} width="4" height="4" />
            ) : null,
          ),
        )}
        <path d="M73 25h4v4h-4Zm0 8h4v4h-4ZM56 42h4v4h-4Zm8 0h4v4h-4Zm12-2h4v4h-4Zm8 2h4v4h-4Zm8 0h4v4h-4Z" />
      </g>
      <path d="M54 82h8m6 0h8m6 0h8" strokeWidth="3" />
    </g>
  );
}
