import { useEffect, useState } from 'react';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { formatBytes } from '../../ui/format.ts';
import { useStudio } from '../state/studio-context.ts';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

const roles: Readonly<Record<string, string>> = { find: 'Finds the iris', enhance: 'Enhances detail' };

export function ModelSettings() {
  const studio = useStudio();
  const [models, setModels] = useState<ModelCard[] | null>(null);
  useEffect(() => {
    void studio.attempt(() => studio.host.studio.listModels()).then((list) => setModels(list ?? []));
  }, [studio]);
  return (
    <>
      <h2 className={styles.title}>Models</h2>
      <p className={`${styles.text} ${styles.block}`}>
        Small networks made for this product, trained on drawn eyes only: no person’s iris is inside them.
      </p>
      {models?.map((model) => (
        <Row
          key={model.id}
          label={model.own ? 'Enhances detail, added by you' : (roles[model.role] ?? model.role)}
          hint={`${model.id} ${model.version} · ${formatBytes(model.bytes)}`}
        >
          <span className={styles.hint}>{model.licence}</span>
        </Row>
      ))}
    </>
  );
}
