import { BellRing, Lock, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NoticeRung } from '../../../contracts/companion/device.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { thisPhone } from '../port/platform.ts';
import { Screen } from '../shell/Screen.tsx';
import { useCompanion } from '../state/companion-context.ts';
import styles from './ToldView.module.css';
import { useRefreshing } from './use-refreshing.ts';
import { useRung, useTellingState } from './use-rung.ts';

const stands: Readonly<Record<NoticeRung, string>> = {
  page: 'You are told as long as this page is open.',
  worker: 'You are told as long as the page is open somewhere, also behind other apps.',
  push: 'You are told even when the phone is locked.',
};
const heights: Readonly<Record<NoticeRung, number>> = { page: 0, worker: 1, push: 2 };
const removalUrl = './remove-certificate';

/** The ladder of being told, and on which rung this page stands. */
export function ToldView() {
  useRefreshing();
  const rung = useRung();
  const trouble = useTellingState((state) => state.trouble);
  const height = heights[rung];
  const certified = useTellingState(({ offer, reached }) => reached && offer?.certificateUrl != null);
  return (
    <Screen title="How you are told">
      <p className={styles.stand}>{stands[rung]}</p>
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          {trouble}
        </p>
      )}
      <ol className={styles.ladder}>
        <Rung icon={<Smartphone size={22} />} name="On this page" held={height >= 0} here={height === 0}>
          <p>A banner, a sound and a short vibration. The title counts what is ready. Nothing to set up.</p>
        </Rung>
        <Rung icon={<BellRing size={22} />} name="Notify me" held={height >= 1} here={height === 1}>
          <NotifyRung />
        </Rung>
        <Rung icon={<Lock size={22} />} name="Even when locked" held={height >= 2} here={height === 2}>
          <LockedRung />
        </Rung>
      </ol>
      {certified && (
        <p className={styles.remove}>
          You can take the studio’s certificate off this phone again at any time.
          <br />
          <a href={removalUrl}>How to remove it</a>
        </p>
      )}
    </Screen>
  );
}

function Rung({
  icon,
  name,
  held,
  here,
  children,
}: {
  icon: ReactNode;
  name: string;
  held: boolean;
  here: boolean;
  children: ReactNode;
}) {
  return (
    <li className={classNames(styles.rung, held && styles.held)} aria-current={here ? 'step' : undefined}>
      <span className={styles.sign} aria-hidden="true">
        {icon}
      </span>
      <div>
        <h2>
          {name}
          {held && <span className={styles.on}>{here ? 'You are here' : 'On'}</span>}
        </h2>
        {children}
      </div>
    </li>
  );
}

function NotifyRung() {
  const companion = useCompanion();
  const rung = useRung();
  const offered = useTellingState(({ offer, secure }) => offer?.securePageUrl != null || secure);
  const known = useTellingState(({ offer }) => offer !== null);
  return (
    <>
      <p>A notification of this phone while the page lies behind other apps.</p>
      {rung === 'page' && !offered && known && (
        <p className={styles.note}>
          This studio has no certificate yet. Turn it on in its settings, under Phones.
        </p>
      )}
      {(offered || !known) && (
        <div className={styles.actions}>
          <Button
            size="touch"
            look={rung === 'page' ? 'primary' : 'plain'}
            disabled={!known}
            onClick={() => companion.go({ kind: 'guide' })}
          >
            {rung === 'page' ? 'Set it up, about a minute' : 'See its steps'}
          </Button>
        </div>
      )}
    </>
  );
}

function LockedRung() {
  const { telling } = useCompanion();
  const rung = useRung();
  const pushKey = useTellingState(({ offer }) => offer?.pushKey ?? null);
  const known = useTellingState(({ offer }) => offer !== null);
  const installed = useTellingState((state) => state.installed);
  const busy = useTellingState((state) => state.busy);
  const apple = thisPhone().platform === 'ios';
  const relay = apple ? 'Apple' : 'the browser’s maker';
  return (
    <>
      <p>
        The studio sends one line, “Your iris is ready”, through {relay}. Never a picture, never a name. Both
        need the internet for it.
      </p>
      {known && pushKey === null && (
        <p className={styles.note}>It is off in this studio. Its settings have it, under Phones.</p>
      )}
      {pushKey !== null && rung === 'page' && <p className={styles.note}>Set up “Notify me” first.</p>}
      {pushKey !== null && rung === 'worker' && apple && !installed && (
        <p className={styles.note}>
          Open the studio from the Home Screen to turn it on; the steps above lead there.
        </p>
      )}
      {pushKey !== null && rung === 'worker' && (!apple || installed) && (
        <div className={styles.actions}>
          <Button size="touch" look="primary" disabled={busy} onClick={() => void telling.subscribe()}>
            Turn on
          </Button>
        </div>
      )}
      {rung === 'push' && (
        <div className={styles.actions}>
          <Button size="touch" look="plain" disabled={busy} onClick={() => void telling.test()}>
            Send a test
          </Button>
          <Button size="touch" disabled={busy} onClick={() => void telling.unsubscribe()}>
            Turn off
          </Button>
        </div>
      )}
    </>
  );
}
