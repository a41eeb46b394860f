import { useEffect, useState } from 'react';
import type { StorageUse } from '../../../contracts/studio-api.ts';
import { Button } from '../../ui/Button.tsx';
import { countOf, formatBytes } from '../../ui/format.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { useStudio } from '../state/studio-context.ts';
import page from './Page.module.css';
import { Row } from './Row.tsx';
import styles from './StorageSettings.module.css';

export function StorageSettings() {
  const studio = useStudio();
  const [use, setUse] = useState<StorageUse | null>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    void studio
      .attempt(() => studio.host.studio.storageUse())
      .then((next) => next !== undefined && setUse(next));
  }, [studio]);
  const cleanUp = async () => {
    setAsking(false);
    const before = use;
    const after = await studio.attempt(() => studio.host.studio.cleanUp({ keepVersions: 1 }));
    if (after === undefined) return;
    setUse(after);
    const freed = before === null ? 0 : before.resultBytes - after.resultBytes;
    studio.notify({
      tone: 'plain',
      title: freed > 0 ? `${formatBytes(freed)} freed` : 'There was nothing to clean up',
    });
  };
  const parts =
    use === null
      ? []
      : [
          { name: 'Original photos', bytes: use.originalBytes, look: styles.originals },
          { name: 'Finished pictures', bytes: use.resultBytes, look: styles.results },
          { name: 'Previews', bytes: use.thumbnailBytes, look: styles.thumbnails },
        ];
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <h2 className={page.title}>Storage</h2>
      {use !== null && (
        <>
          <p className={page.verdict}>
            {countOf(use.photos, 'photo')}, {formatBytes(total)}
            {use.freeBytes !== null && ` · ${formatBytes(use.freeBytes)} free on this disk`}
          </p>
          <div className={styles.meter} aria-hidden="true">
            {parts.map(({ name, bytes, look }) => (
              <span key={name} className={look} style={{ flexGrow: bytes / Math.max(1, total) }} />
            ))}
          </div>
          {parts.map(({ name, bytes, look }) => (
            <Row
              key={name}
              label={
                <>
                  <span className={`${styles.key} ${look}`} />
                  {name}
                </>
              }
            >
              <span className={page.figures}>{formatBytes(bytes)}</span>
            </Row>
          ))}
          <Row
            label="Clean up"
            hint="Keeps the newest picture of each photo and deletes the earlier versions. Files saved elsewhere stay."
          >
            <Button look="plain" onClick={() => setAsking(true)}>
              Delete earlier versions
            </Button>
          </Row>
        </>
      )}
      {asking && (
        <Sheet
          title="Delete earlier versions?"
          onClose={() => setAsking(false)}
          buttons={
            <>
              <Button onClick={() => setAsking(false)}>Keep them</Button>
              <Button look="danger" onClick={() => void cleanUp()}>
                Delete
              </Button>
            </>
          }
        >
          <p className={page.text}>Only the newest picture of each photo stays in the library.</p>
        </Sheet>
      )}
    </>
  );
}
