import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useStudio } from '../state/studio-context.ts';
import { AddModelSheet, type ChosenModel, chosenOf } from './AddModelSheet.tsx';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

const roles: Readonly<Record<string, string>> = {
  find: 'Finds the iris',
  enhance: 'Enhances detail',
};

export function ModelSettings() {
  const studio = useStudio();
  const api = studio.host.studio;
  const [models, setModels] = useState<readonly ModelCard[] | null>(null);
  const [chosen, setChosen] = useState<ChosenModel | null>(null);
  useEffect(() => {
    void studio.attempt(() => api.listModels()).then((list) => setModels(list ?? []));
  }, [studio, api]);
  const choose = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.pth,.safetensors,.onnx,.json';
    input.multiple = true;
    input.addEventListener('change', () => setChosen(chosenOf([...(input.files ?? [])])));
    input.click();
  };
  const remove = async (id: string) => {
    const list = await studio.attempt(async () => {
      await api.removeModel(id);
      return api.listModels();
    });
    if (list !== undefined) setModels(list);
  };
  const own = models?.filter((model) => model.own) ?? [];
  return (
    <>
      <h2 className={styles.title}>Models</h2>
      <p className={`${styles.text} ${styles.block}`}>
        Small networks made for this product, trained on drawn eyes only: no person’s iris is inside them.
      </p>
      <div>
        {models
          ?.filter((model) => !model.own)
          .map((model) => (
            <Row
              key={model.id}
              label={roles[model.role] ?? model.role}
              hint={`${model.id} ${model.version} · ${formatBytes(model.bytes)}`}
            >
              <span className={styles.hint}>{model.licence}</span>
            </Row>
          ))}
      </div>
      <h3 className={styles.section}>Yours</h3>
      <p className={`${styles.text} ${styles.block}`}>
        A network of the Real-ESRGAN family, or an ONNX file that enlarges 2 or 4 times, can enhance instead
        of ours; one that marks the parts of an eye can find the iris. Choose them in Reprocess. A model is
        read and tried in a process of its own, and stays on this computer.
      </p>
      <div>
        {own.map((model) => (
          <Row
            key={model.id}
            label={model.id}
            hint={[
              roles[model.role] ?? model.role,
              formatBytes(model.bytes),
              model.licence === 'unknown' ? 'licence unknown' : model.licence,
            ].join(' · ')}
          >
            <IconButton
              label={`Remove ${model.id}`}
              icon={<Trash2 size={16} strokeWidth={1.7} />}
              onClick={() => void remove(model.id)}
            />
          </Row>
        ))}
      </div>
      <p className={styles.after}>
        <Button look="plain" onClick={choose}>
          <Plus size={16} strokeWidth={1.8} aria-hidden="true" />
          Add a model
        </Button>
      </p>
      {chosen !== null && (
        <AddModelSheet
          chosen={chosen}
          onClose={() => setChosen(null)}
          onAdded={(model) => {
            setChosen(null);
            setModels((known) => [...(known ?? []).filter(({ id }) => id !== model.id), model]);
          }}
        />
      )}
    </>
  );
}
