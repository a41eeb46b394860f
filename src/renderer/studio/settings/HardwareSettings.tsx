import { useState } from 'react';
import type { WorkerReadiness } from '../../../contracts/worker-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudio } from '../state/studio-context.ts';
import { hardwareName, outcomeWords, verdictSentence } from './hardware-words.ts';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

export function HardwareSettings() {
  const studio = useStudio();
  const [readiness, setReadiness] = useState<WorkerReadiness | null>(null);
  const [testing, setTesting] = useState(false);
  const test = async () => {
    setTesting(true);
    const next = await studio.attempt(() => studio.host.studio.testHardware());
    setTesting(false);
    if (next !== undefined) setReadiness(next);
  };
  return (
    <>
      <h2 className={styles.title}>This computer</h2>
      <div className={styles.block}>
        <p className={styles.text} role="status">
          {readiness === null
            ? 'The studio tries every way to compute that this computer offers, compares the answers with what is known to be right, and uses the fastest one that is.'
            : verdictSentence(readiness)}
        </p>
        <p style={{ marginTop: 16, display: 'flex', alignItems: 'center', gap: 12 }}>
          <Button look="plain" disabled={testing} onClick={() => void test()}>
            {readiness === null ? 'Test this computer' : 'Test again'}
          </Button>
          {testing && <ProgressRing share={null} size={22} label="Testing" />}
        </p>
      </div>
      {readiness?.verdicts.map((verdict) => (
        <Row key={verdict.provider} label={hardwareName(verdict.provider)}>
          <span className={styles.hint}>{outcomeWords(verdict)}</span>
        </Row>
      ))}
    </>
  );
}
