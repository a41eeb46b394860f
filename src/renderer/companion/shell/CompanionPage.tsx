import { CoachView } from '../coach/CoachView.tsx';
import { Home } from '../home/Home.tsx';
import { TodayView } from '../home/TodayView.tsx';
import { PairingFlow } from '../pairing/PairingFlow.tsx';
import { RemovedView } from '../pairing/RemovedView.tsx';
import { PictureView } from '../result/PictureView.tsx';
import { ResultView } from '../result/ResultView.tsx';
import { useCompanionState } from '../state/companion-context.ts';
import { GuideView } from '../told/GuideView.tsx';
import { ToldView } from '../told/ToldView.tsx';
import { Announcer } from './Announcer.tsx';
import { EndingBanner } from './EndingBanner.tsx';
import { PhotoInputsProvider } from './PhotoInputs.tsx';
import { TroubleLine } from './TroubleLine.tsx';
import { useTheme } from './use-theme.ts';
import { useWakeLock } from './use-wake-lock.ts';

export function CompanionPage() {
  useTheme();
  useWakeLock();
  const started = useCompanionState((state) => state.started);
  const paired = useCompanionState((state) => state.pairing !== null);
  const removed = useCompanionState((state) => state.standing === 'removed');
  const invitation = useCompanionState((state) => state.invitation);
  const invited = invitation !== null;
  if (!started) return null;
  if (invited || !paired)
    return removed && !invited ? <RemovedView /> : <PairingFlow key={invitation?.secret} />;
  if (removed) return <RemovedView />;
  return (
    <PhotoInputsProvider>
      <CurrentView />
      <EndingBanner />
      <TroubleLine />
      <Announcer />
    </PhotoInputsProvider>
  );
}

function CurrentView() {
  const view = useCompanionState((state) => state.view);
  switch (view.kind) {
    case 'home':
      return <Home />;
    case 'today':
      return <TodayView />;
    case 'result':
      return <ResultView captureId={view.captureId} key={view.captureId} />;
    case 'picture':
      return <PictureView pictureId={view.pictureId} key={view.pictureId} />;
    case 'coach':
      return <CoachView />;
    case 'told':
      return <ToldView />;
    case 'guide':
      return <GuideView />;
  }
}
