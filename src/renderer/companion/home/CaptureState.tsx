import { ArrowUp, CircleHelp, Lightbulb, MonitorDown, Smartphone, TriangleAlert } from 'lucide-react';
import { stepNames } from '../../../contracts/progress.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatPercent } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import type { Listed } from '../state/capture.ts';
import { useCompanionState } from '../state/companion-context.ts';
import styles from './CaptureState.module.css';

type Size = 'stage' | 'tile';

const ringSize = { stage: 124, tile: 40 } as const;

/** The state over a capture's picture: the same ring as on the desktop, on its way there and in the works. */
export function CaptureState({ capture, size }: { capture: Listed; size: Size }) {
  if (capture.at === 'received') return <Mark size={size} tone="received" />;
  if (capture.at === 'phone') {
    if (capture.refused !== null) return <Mark size={size} tone="trouble" />;
    if (capture.share !== null) {
      return <Ring size={size} share={capture.share} label={`${capture.name}, sending`} step="Sending…" />;
    }
    return <Mark size={size} tone="kept" />;
  }
  switch (capture.state) {
    case 'working': {
      const { progress } = capture;
      const step = stepNames[progress?.step ?? 'preparing'];
      return <Ring size={size} share={progress?.share ?? null} label={capture.name} step={step} />;
    }
    case 'waiting':
      return <Waiting size={size} place={capture.place} />;
    case 'failed':
      return <Mark size={size} tone="trouble" />;
    case 'review':
      return <Mark size={size} tone="doubt" />;
    case 'done':
      return null;
    case 'new': {
      const decision = capture.verdict?.decision;
      if (capture.failure !== null || decision === 'reject') return <Mark size={size} tone="trouble" />;
      if (decision === 'warn') return <Mark size={size} tone="tip" />;
      return null;
    }
  }
}

function Ring({
  size,
  share,
  label,
  step,
}: {
  size: Size;
  share: number | null;
  label: string;
  step: string;
}) {
  const connected = useCompanionState((state) => state.standing === 'connected');
  return (
    <div className={classNames(styles.centre, styles[size])}>
      <span className={styles.ring}>
        <ProgressRing
          share={share}
          size={ringSize[size]}
          label={label}
          valueText={share === null ? step : `${formatPercent(share)}, ${step}`}
          held={!connected}
          stroke={size === 'stage' ? 4 : 3}
        />
        {size === 'stage' && share !== null && (
          <span className={styles.percent} aria-hidden="true">
            {formatPercent(share)}
          </span>
        )}
      </span>
      {size === 'stage' && <span className={styles.step}>{step}</span>}
    </div>
  );
}

function Waiting({ size, place }: { size: Size; place: number | null }) {
  return (
    <div className={classNames(styles.centre, styles[size])}>
      {place !== null && (
        <span className={styles.place}>
          <span className="visually-hidden">Waiting, number </span>
          {place}
        </span>
      )}
      {size === 'stage' && <span className={styles.step}>{place === 1 ? 'Next' : 'Waiting'}</span>}
    </div>
  );
}

const marks = {
  trouble: { Icon: TriangleAlert, words: 'Needs you' },
  tip: { Icon: Lightbulb, words: 'Could be better' },
  doubt: { Icon: CircleHelp, words: 'Worth a look' },
  kept: { Icon: Smartphone, words: 'Still on this phone' },
  received: { Icon: MonitorDown, words: 'From the studio' },
} as const;

function Mark({ size, tone }: { size: Size; tone: keyof typeof marks }) {
  const sending = useCompanionState((state) => state.standing === 'connected');
  const { words } = marks[tone];
  const Icon = tone === 'kept' && sending ? ArrowUp : marks[tone].Icon;
  return (
    <span className={styles[size]}>
      <span className={classNames(styles.mark, tone !== 'kept' && tone !== 'received' && styles[tone])}>
        <Icon size={size === 'stage' ? 20 : 14} strokeWidth={2} aria-label={words} role="img" />
      </span>
    </span>
  );
}
