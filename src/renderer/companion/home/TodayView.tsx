import { Fragment } from 'react';
import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/format.ts';
import { Screen } from '../shell/Screen.tsx';
import { countProcessable, isCapture, type Listed } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CaptureFace } from './CaptureFace.tsx';
import { viewOf } from './opened-view.ts';
import styles from './TodayView.module.css';

/** Everything at a glance, the latest first: what was taken today, what the studio sent, what was taken earlier. */
export function TodayView() {
  const companion = useCompanion();
  const newestToday = useCompanionState((state) => state.captures).toReversed();
  const newestEarlier = useCompanionState((state) => state.earlier);
  const today = newestToday.filter(isCapture);
  const earlier = newestEarlier.filter(isCapture);
  const received = [...newestToday, ...newestEarlier].filter((listed) => !isCapture(listed));
  const processable = countProcessable([...today, ...earlier]);
  const open = (listed: Listed) => {
    companion.choose(listed.key);
    const opened = viewOf(listed);
    if (opened !== null) companion.go(opened);
    else companion.back();
  };
  const groups: readonly (readonly [title: string, listed: readonly Listed[]])[] = [
    [`Today · ${countOf(today.length, 'photo')}`, today],
    ['From the studio', received],
    ['Earlier', earlier],
  ];
  const [first, ...others] = groups.filter(([, listed]) => listed.length > 0);
  return (
    <Screen
      title={first?.[0] ?? 'Earlier'}
      {...(processable > 0 && {
        foot: (
          <Button size="touch" look="primary" onClick={() => void companion.processAll()}>
            {processable === 1 ? 'Process one photo' : `Process all ${processable}`}
          </Button>
        ),
      })}
    >
      {first !== undefined && <Grid all={first[1]} onOpen={open} />}
      {others.map(([title, listed]) => (
        <Fragment key={title}>
          <h2 className={styles.day}>{title}</h2>
          <Grid all={listed} onOpen={open} />
        </Fragment>
      ))}
    </Screen>
  );
}

function Grid({ all, onOpen }: { all: readonly Listed[]; onOpen: (listed: Listed) => void }) {
  return (
    <ul className={styles.grid}>
      {all.map((listed) => (
        <li key={listed.key}>
          <button
            type="button"
            className={styles.tile}
            aria-label={listed.name}
            onClick={() => onOpen(listed)}
          >
            <CaptureFace capture={listed} size="tile" marked={false} />
          </button>
        </li>
      ))}
    </ul>
  );
}
