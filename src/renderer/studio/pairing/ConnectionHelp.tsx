import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ConnectionReport } from '../../../contracts/companion/network.ts';
import type { PhonesView } from '../../../contracts/phones.ts';
import { Button } from '../../ui/Button.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './ConnectionHelp.module.css';
import { findingWords, networkLabel } from './connection-words.ts';

/** More than these nobody reads while a code runs out. */
const shown = 3;

/** Why no phone comes, as far as this computer can tell, and the other ways to get one in. */
export function ConnectionHelp({
  report,
  phones,
  onAgain,
}: {
  report: ConnectionReport;
  phones: PhonesView;
  onAgain: () => void;
}) {
  const studio = useStudio();
  const platform = useStudioState((state) => state.about?.platform ?? '');
  return (
    <section className={styles.help} aria-label="What may stand in the way">
      <ul className={styles.findings}>
        {report.findings.slice(0, shown).map((finding) => {
          const { title, advice } = findingWords(finding, platform);
          const Icon = finding.code === 'nothingFound' ? CircleCheck : TriangleAlert;
          return (
            <li key={title}>
              <Icon size={17} strokeWidth={1.7} aria-hidden="true" />
              <p className={styles.title}>{title}</p>
              <p className={styles.advice}>{advice}</p>
            </li>
          );
        })}
      </ul>
      <h3 className={styles.heading}>Other ways</h3>
      <ul className={styles.ways}>
        {report.alternatives.slice(0, 2).map((network) => (
          <li key={network.interfaceName}>
            <Button
              look="plain"
              size="small"
              onClick={() =>
                void studio.attempt(() => studio.host.studio.chooseInterface(network.interfaceName))
              }
            >
              Use {networkLabel(network, phones.networks)}
            </Button>
          </li>
        ))}
        <li>Turn on the phone’s hotspot and join it with this computer. The code then changes by itself.</li>
        <li>Type the address into the phone’s browser instead of scanning.</li>
      </ul>
      <Button size="small" className={styles.again} onClick={onAgain}>
        Look again
      </Button>
    </section>
  );
}
