import { Camera } from 'lucide-react';
import { useState } from 'react';
import { type FailureAction, failures } from '../../../contracts/failure.ts';
import { Button } from '../../ui/Button.tsx';
import { usePhotoInputs } from '../shell/PhotoInputs.tsx';
import { countProcessable, type KeptCapture, type Listed, type SentCapture } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';

/** What can be done with what stands in the middle: at most one amber button. */
export function CaptureActions({ capture }: { capture: Listed }) {
  if (capture.at === 'received') return <ReceivedActions pictureId={capture.id} />;
  return capture.at === 'phone' ? <KeptActions capture={capture} /> : <SentActions capture={capture} />;
}

function ReceivedActions({ pictureId }: { pictureId: string }) {
  const companion = useCompanion();
  return (
    <Button size="touch" look="plain" onClick={() => companion.go({ kind: 'picture', pictureId })}>
      Open and save
    </Button>
  );
}

function KeptActions({ capture }: { capture: KeptCapture }) {
  const companion = useCompanion();
  if (capture.refused === null) return <RemoveKept sha256={capture.sha256} />;
  return (
    <>
      <FailureButton
        action={failures[capture.refused].action}
        onRetry={() => companion.sendAgain(capture.sha256)}
      />
      <RemoveKept sha256={capture.sha256} />
    </>
  );
}

/** It is nowhere else yet, so that one tap is not enough. */
function RemoveKept({ sha256 }: { sha256: string }) {
  const companion = useCompanion();
  const [sure, setSure] = useState(false);
  return sure ? (
    <Button size="touch" look="danger" onClick={() => void companion.remove(sha256)}>
      Remove it for good
    </Button>
  ) : (
    <Button size="touch" onClick={() => setSure(true)}>
      Remove
    </Button>
  );
}

function SentActions({ capture }: { capture: SentCapture }) {
  const companion = useCompanion();
  const processable = useCompanionState(({ captures }) => countProcessable(captures));
  const all = processable > 1 && (
    <Button size="touch" look="plain" onClick={() => void companion.processAll()}>
      Process all {processable}
    </Button>
  );
  if (capture.state === 'failed' || capture.failure !== null) {
    const { action, kind } = failures[capture.failure ?? 'unexpected'];
    const readable = capture.thumbnail !== 'unreadable';
    return (
      <>
        <FailureButton action={action} onRetry={() => companion.reprocess(capture.id)} />
        {action !== 'retry' && kind !== 'input' && readable && (
          <Button size="touch" onClick={() => void companion.reprocess(capture.id)}>
            Try again
          </Button>
        )}
      </>
    );
  }
  switch (capture.state) {
    case 'new': {
      const rejected = capture.verdict?.decision === 'reject';
      const doubtful = capture.verdict?.decision === 'warn';
      return (
        <>
          {rejected && <CaptureAgain look="primary" />}
          <Button
            size="touch"
            look={rejected ? 'quiet' : 'primary'}
            onClick={() => void companion.process(capture.id)}
          >
            {rejected ? 'Process anyway' : 'Process'}
          </Button>
          {doubtful ? <CaptureAgain look="plain" /> : !rejected && all}
        </>
      );
    }
    case 'waiting':
    case 'working':
      return (
        <Button size="touch" onClick={() => void companion.cancel(capture.id)}>
          Stop
        </Button>
      );
    default:
      return (
        <Button
          size="touch"
          look="plain"
          onClick={() => companion.go({ kind: 'result', captureId: capture.id })}
        >
          Compare and save
        </Button>
      );
  }
}

function FailureButton({ action, onRetry }: { action: FailureAction; onRetry: () => Promise<unknown> }) {
  const inputs = usePhotoInputs();
  switch (action) {
    case 'retry':
    case 'freeSpace':
      return (
        <Button size="touch" look="primary" onClick={() => void onRetry()}>
          Try again
        </Button>
      );
    case 'chooseAnotherPhoto':
      return (
        <Button size="touch" look="primary" onClick={inputs.openLibrary}>
          Choose another photo
        </Button>
      );
    default:
      return <CaptureAgain look="primary" />;
  }
}

function CaptureAgain({ look }: { look: 'primary' | 'plain' }) {
  const inputs = usePhotoInputs();
  return (
    <Button size="touch" look={look} onClick={inputs.openCamera}>
      <Camera size={20} aria-hidden="true" />
      Capture again
    </Button>
  );
}
