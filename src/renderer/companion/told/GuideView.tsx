import { Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { DevicePlatform } from '../../../contracts/companion/device.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { thisPhone } from '../port/platform.ts';
import { Screen } from '../shell/Screen.tsx';
import { useCompanion } from '../state/companion-context.ts';
import styles from './GuideView.module.css';
import { currentStep, type GuideStep, guideSteps } from './guide-steps.ts';
import { InstallSteps } from './InstallSteps.tsx';
import { useRefreshing } from './use-refreshing.ts';
import { useTellingState } from './use-rung.ts';

const names: Readonly<Record<GuideStep, string>> = {
  download: 'Download the studio’s certificate',
  install: 'Install it in the settings',
  secure: 'Open the secure page',
  homeScreen: 'Add the studio to the Home Screen',
  worker: 'Helper in the background',
  permission: 'Allow notifications',
  test: 'Receive a test',
};

/** Leads to notifications. Each mark lights up by itself once its step was really done. */
export function GuideView() {
  useRefreshing();
  const companion = useCompanion();
  const [platform, setPlatform] = useState<DevicePlatform>(() => {
    const own = thisPhone().platform;
    return own === 'other' ? 'android' : own;
  });
  const state = useTellingState((all) => all);
  const steps = guideSteps(state, platform);
  const now = currentStep(steps);
  return (
    <Screen title="Notify me" onBack={() => companion.go({ kind: 'told' })}>
      {now !== null && !state.secure && (
        <>
          <p className={styles.lead}>
            Phones show notifications only for pages they can trust. The studio makes a certificate for this,
            valid for its own addresses and nothing else.
          </p>
          {/* biome-ignore lint/a11y/useSemanticElements: two buttons, not a form */}
          <div className={styles.systems} role="group" aria-label="Which phone">
            {(['ios', 'android'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={platform === each}
                onClick={() => setPlatform(each)}
              >
                {each === 'ios' ? 'iPhone' : 'Android'}
              </button>
            ))}
          </div>
        </>
      )}
      {now === null && (
        <p className={styles.lead} role="status">
          Everything is set up: this phone tells you when an iris is ready.
        </p>
      )}
      <ol className={styles.steps}>
        {steps.map(({ step, done }, index) => (
          <li
            key={step}
            className={classNames(styles.step, done ? styles.done : step === now ? styles.now : styles.later)}
            aria-current={step === now ? 'step' : undefined}
          >
            <span className={styles.mark}>
              {done ? <Check size={18} strokeWidth={2.4} role="img" aria-label="Done" /> : index + 1}
            </span>
            <h2>{names[step]}</h2>
            {step === now && (
              <div className={styles.what}>
                <StepBody step={step} platform={platform} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </Screen>
  );
}

function StepBody({ step, platform }: { step: GuideStep; platform: DevicePlatform }) {
  const { telling } = useCompanion();
  const { offer, permission, busy, trouble } = useTellingState((all) => all);
  const apple = platform === 'ios';
  const problem = trouble !== null && (
    <p className={styles.trouble} role="alert">
      {trouble}
    </p>
  );
  switch (step) {
    case 'download':
      return (
        <>
          <p>
            {apple
              ? 'Safari asks whether to allow a profile: choose “Allow”.'
              : 'The browser keeps a small file. Do not open it there; the next step installs it.'}
          </p>
          {offer?.certificateUrl != null && (
            <LinkButton href={offer.certificateUrl}>Download certificate</LinkButton>
          )}
        </>
      );
    case 'install':
      return (
        <InstallSteps platform={platform} certificateName={offer?.certificateName ?? 'IrisVue Studio'} />
      );
    case 'secure':
      return (
        <>
          <p>
            The phone trusts the studio now. The same page opens once more, with a lock beside its address.
          </p>
          {problem}
          <Button size="touch" look="primary" disabled={busy} onClick={() => void telling.goSecure()}>
            Open the secure page
          </Button>
        </>
      );
    case 'homeScreen':
      return <HomeScreenStep />;
    case 'worker':
      return (
        <p>
          This goes by itself. If it does not, open this page in Chrome or Safari rather than inside another
          app.
        </p>
      );
    case 'permission':
      return permission === 'denied' ? (
        <p>
          Notifications were refused for this page. Touch the sign beside the address, then “Permissions”, and
          allow them there.
        </p>
      ) : (
        <>
          <p>The phone asks once. Choose “Allow”.</p>
          {problem}
          <Button size="touch" look="primary" disabled={busy} onClick={() => void telling.allow()}>
            Allow notifications
          </Button>
        </>
      );
    case 'test':
      return (
        <>
          <p>One notification, to see that it comes through.</p>
          {problem}
          <Button size="touch" look="primary" disabled={busy} onClick={() => void telling.test()}>
            Send a test
          </Button>
        </>
      );
  }
}

function HomeScreenStep() {
  const { telling } = useCompanion();
  const { busy, trouble } = useTellingState((all) => all);
  const [prepared, setPrepared] = useState(false);
  return (
    <>
      <p>iPhones let only apps on the Home Screen notify. The studio becomes one, without a store.</p>
      {trouble !== null && (
        <p className={styles.trouble} role="alert">
          {trouble}
        </p>
      )}
      {prepared ? (
        <InstallSteps platform="ios" certificateName="" homeScreen />
      ) : (
        <Button
          size="touch"
          look="primary"
          disabled={busy}
          onClick={() =>
            void telling.prepareHomeScreen().then(() => {
              if (telling.store.getState().trouble === null) setPrepared(true);
            })
          }
        >
          Prepare
        </Button>
      )}
    </>
  );
}

function LinkButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button size="touch" look="primary" onClick={() => window.location.assign(href)}>
      {children}
    </Button>
  );
}
