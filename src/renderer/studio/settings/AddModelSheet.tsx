import { useRef, useState } from 'react';
import { descriptionReason, StudioFailure } from '../../../contracts/failure.ts';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { explain } from '../state/notices.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './AddModelSheet.module.css';
import page from './Page.module.css';

/** A model's file and, for one that finds the iris, the JSON file that describes it. */
export interface ChosenModel {
  readonly file: File;
  readonly description: File | null;
}

/** What a file dialog gave: both files together, in any order, or the model alone. */
export function chosenOf(files: readonly File[]): ChosenModel | null {
  const description = files.find(({ name }) => /\.json$/i.test(name)) ?? null;
  const file = files.find((one) => one !== description) ?? description;
  return file === null ? null : { file, description: file === description ? null : description };
}

interface Refusal {
  readonly title: string;
  readonly body?: string;
  /** What exactly is wrong with its description. */
  readonly reason: string | null;
}

/** One model, its licence where somebody knows it, and the wait while it is tried. What it was refused for stays here. */
export function AddModelSheet({
  chosen,
  onAdded,
  onClose,
}: {
  chosen: ChosenModel;
  onAdded: (model: ModelCard) => void;
  onClose: () => void;
}) {
  const { host } = useStudio();
  const { file } = chosen;
  const [description, setDescription] = useState(chosen.description);
  const [licence, setLicence] = useState('');
  const [trying, setTrying] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const add = async () => {
    setTrying(true);
    setRefusal(null);
    try {
      const words = licence.trim() === '' ? null : licence.trim();
      onAdded(await host.addModel(file, words, (await description?.text()) ?? null));
    } catch (error) {
      const reason = error instanceof StudioFailure ? descriptionReason(error) : null;
      setRefusal({ ...explain(error), reason });
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
      {/\.onnx$/i.test(file.name) && (
        <DescriptionField
          description={description}
          besideIt={host.kind === 'desktop'}
          disabled={trying}
          onChange={setDescription}
        />
      )}
      <div className={styles.outcome} role="status">
        {trying && (
          <>
            <ProgressRing share={null} size={22} label="Trying the model" />
            <p>Reading it and trying it on a drawn eye. This takes up to half a minute…</p>
          </>
        )}
        {refusal !== null && (
          <div>
            <p>
              <strong>{refusal.title}</strong> {refusal.body}
            </p>
            {refusal.reason !== null && <p className={styles.reason}>{refusal.reason}</p>}
          </div>
        )}
      </div>
    </Sheet>
  );
}

/** Only what finds the iris needs one, so it is offered and never asked for. */
function DescriptionField({
  description,
  besideIt,
  disabled,
  onChange,
}: {
  description: File | null;
  /** The host looks for a file of the same name by itself. */
  besideIt: boolean;
  disabled: boolean;
  onChange: (description: File) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.description}>
      <div>
        <p>Description</p>
        <p className={styles.hint}>
          {description?.name ??
            (besideIt
              ? 'For a model that finds the iris: the JSON file of its name, or the one you choose'
              : 'A JSON file, for a model that finds the iris')}
        </p>
      </div>
      <input
        ref={input}
        type="file"
        accept=".json"
        hidden
        aria-label="Description"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) onChange(file);
        }}
      />
      <Button look="plain" disabled={disabled} onClick={() => input.current?.click()}>
        Choose
      </Button>
    </div>
  );
}
