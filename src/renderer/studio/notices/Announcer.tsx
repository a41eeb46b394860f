/**
 * Tells a screen reader what happens to the photo that has the focus or is open: one polite sentence per step, not
 * one per percent, and nothing about the hundred others.
 */
import { useEffect, useState } from 'react';
import { failures } from '../../../contracts/failure.ts';
import { stepNames } from '../../../contracts/progress.ts';
import { useCard, useProgress, useStudioState } from '../state/studio-context.ts';

export function Announcer() {
  const photoId = useStudioState(({ view, selection }) =>
    view.kind === 'photo' ? view.photoId : view.kind === 'library' ? selection.focus : null,
  );
  return photoId === null ? null : <Announcement photoId={photoId} key={photoId} />;
}

function Announcement({ photoId }: { photoId: string }) {
  const card = useCard(photoId);
  const step = useProgress(photoId)?.step;
  const [words, setWords] = useState('');
  const [before, setBefore] = useState(card?.state);
  const { state, failure, name } = card ?? {};
  useEffect(() => {
    if (state === 'working' && step !== undefined) setWords(`${name}: ${stepNames[step]}`);
    else if (state !== before) {
      if (state === 'done' || state === 'review') setWords(`${name}: Your iris is ready`);
      if (state === 'failed' && failure != null) setWords(`${name}: ${failures[failure].message}`);
    }
    setBefore(state);
  }, [state, step, failure, name, before]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {words}
    </p>
  );
}
