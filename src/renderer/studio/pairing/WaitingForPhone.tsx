import { useEffect, useState } from 'react';
import type { ConnectionReport } from '../../../contracts/companion/network.ts';
import type { PairingState, PhonesView } from '../../../contracts/phones.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useStudio } from '../state/studio-context.ts';
import { formatCountdown } from './ago.ts';
import { ConnectionHelp } from './ConnectionHelp.tsx';
import { networkLabel } from './connection-words.ts';
import { QrCode } from './QrCode.tsx';
import { useNow } from './use-now.ts';
import styles from './WaitingForPhone.module.css';

/** A phone in the same network opens the page within seconds: after these, something stands in the way. */
const patienceMs = 20_000;

export function WaitingForPhone({
  pairing,
  phones,
  onClose,
}: {
  pairing: Extract<PairingState, { state: 'open' }>;
  phones: PhonesView;
  onClose: () => void;
}) {
  const { link, address, digits, pageSeen } = pairing;
  const { report, examine, close: closeHelp } = useConnectionReport(link, pageSeen);
  return (
    <div className={styles.layout}>
      <div>
        <QrCode text={link} label="Code for the phone’s camera" />
        <dl className={styles.typing}>
          <div>
            <dt>Address</dt>
            <dd>{address}</dd>
          </div>
          <div className={styles.digits}>
            <dt>Code</dt>
            <dd>
              {digits.slice(0, 3)}
              <span className={styles.gap} />
              {digits.slice(3)}
            </dd>
          </div>
        </dl>
      </div>
      <div className={styles.side}>
        {report === null ? (
          <Steps />
        ) : (
          <ConnectionHelp report={report} phones={phones} onAgain={() => void examine()} />
        )}
        <div className={styles.state}>
          <NetworkPicker phones={phones} />
          <p className={classNames(styles.waiting, pageSeen && styles.seen)}>
            <span className={styles.pulse} aria-hidden="true" />
            {pageSeen ? 'A phone has opened the page' : 'Waiting for your phone'}
          </p>
          <div className={styles.foot}>
            <Countdown until={pairing.expiresAt} />
            <span className={styles.buttons}>
              {report !== null ? (
                <Button onClick={closeHelp}>Back</Button>
              ) : (
                !pageSeen && <Button onClick={() => void examine()}>It does not work</Button>
              )}
              <Button look="plain" onClick={onClose}>
                Cancel
              </Button>
            </span>
          </div>
        </div>
      </div>
    </div>
  );
}

function Steps() {
  return (
    <ol className={styles.steps}>
      <li>Open the camera of your phone and point it at the code.</li>
      <li>Open the page that it offers. There is nothing to install.</li>
      <li>Allow the phone here when it asks.</li>
      <li className={styles.hint}>
        Without a camera, type the address into the phone’s browser, then the code. Phone and computer have to
        be in the same Wi-Fi.
      </li>
    </ol>
  );
}

function NetworkPicker({ phones: { networks, chosen } }: { phones: PhonesView }) {
  const studio = useStudio();
  if (networks.length < 2 || chosen === null) return null;
  return (
    <div className={styles.network}>
      <span>Network</span>
      <Choice
        label="The network that the phone comes through"
        value={chosen}
        options={networks.map((network) => ({
          value: network.interfaceName,
          label: networkLabel(network, networks),
        }))}
        onChange={(name) => void studio.attempt(() => studio.host.studio.chooseInterface(name))}
      />
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const now = useNow(250);
  return (
    <span className={styles.countdown}>
      <span className="visually-hidden">The code is valid for </span>
      {formatCountdown(until - now)}
    </span>
  );
}

/** What stands in the way: looked for when it takes too long or when it is asked for. A new link begins anew. */
function useConnectionReport(link: string, pageSeen: boolean) {
  const studio = useStudio();
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const examine = async () => {
    const next = await studio.attempt(() => studio.host.studio.examineConnection());
    if (next !== undefined) setReport(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another link is another wait
  useEffect(() => {
    setReport(null);
    if (pageSeen) return;
    const timer = window.setTimeout(() => void examine(), patienceMs);
    return () => window.clearTimeout(timer);
  }, [link, pageSeen]);
  return { report, examine, close: () => setReport(null) };
}
