import { useState } from 'react';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { explain } from '../state/notices.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './AddModelSheet.module.css';
import page from './Page.module.css';

/** One file, the licence where somebody knows it, and the wait while it is tried. What it was refused for stays here. */
export function AddModelSheet({
  file,
  onAdded,
  onClose,
}: {
  file: File;
  onAdded: (model: ModelCard) => void;
  onClose: () => void;
}) {
  const { host } = useStudio();
  const [licence, setLicence] = useState('');
  const [trying, setTrying] = useState(false);
  const [refusal, setRefusal] = useState<{ title: string; body?: string } | null>(null);
  const add = async () => {
    setTrying(true);
    setRefusal(null);
    try {
      onAdded(await host.addModel(file, licence.trim() === '' ? null : licence.trim(), null));
    } catch (error) {
      setRefusal(explain(error));
      setTrying(false);
    }
  };
  return (
    <Sheet
      title="Add this model?"
      onClose={() => {
        if (!trying) onClose();
      }}
      buttons={
        <>
          <Button disabled={trying} onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" disabled={trying} onClick={() => void add()}>
            {refusal === null ? 'Add model' : 'Try again'}
          </Button>
        </>
      }
    >
      <p className={page.text}>
        {file.name} · {formatBytes(file.size)}
      </p>
      <label className={styles.licence}>
        <span>Licence, if you know it</span>
        <input
          className={page.input}
          value={licence}
          maxLength={100}
          disabled={trying}
          placeholder="Official weights are recognised"
          onChange={(event) => setLicence(event.target.value)}
        />
      </label>
      <div className={styles.outcome} role="status">
        {trying && (
          <>
            <ProgressRing share={null} size={22} label="Trying the model" />
            <p>Reading it and trying it on a drawn eye. This takes up to half a minute…</p>
          </>
        )}
        {refusal !== null && (
          <p>
            <strong>{refusal.title}</strong> {refusal.body}
          </p>
        )}
      </div>
    </Sheet>
  );
}
