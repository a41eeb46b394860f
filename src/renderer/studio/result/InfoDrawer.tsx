import type { PhotoDetail, Version } from '../../../contracts/gallery.ts';
import { formatBytes, formatDuration, formatPixels } from '../../ui/format.ts';
import styles from './InfoDrawer.module.css';
import { measureLines, scoreWords } from './quality-words.ts';
import { recipeWords, versionTime } from './version-words.ts';

/** For those who want to know: capture quality, what was used, how often it was tried. */
export function InfoDrawer({ detail, version }: { detail: PhotoDetail; version: Version | null }) {
  const { card, source, quality } = detail;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing else that the keyboard could reach
    <aside className={styles.drawer} aria-label="Details" tabIndex={0}>
      {quality !== null && (
        <section className={styles.section}>
          <h2>{scoreWords(quality.score)}</h2>
          {quality.reasons.length > 0 && (
            <ul className={styles.reasons}>
              {quality.reasons.map((reason) => (
                <li key={reason.measure}>
                  <p>{reason.message}</p>
                  <p>{reason.suggestion}</p>
                </li>
              ))}
            </ul>
          )}
          <dl className={styles.rows}>
            {measureLines(quality.measures).map(({ measure, name, value }) => {
              const doubt = quality.reasons.some((reason) => reason.measure === measure);
              return <Row key={measure} name={name} value={value} doubt={doubt} />;
            })}
          </dl>
        </section>
      )}
      {version !== null && (
        <section className={styles.section}>
          <h2>This picture</h2>
          <dl className={styles.rows}>
            <Row name="Made" value={versionTime(version)} />
            <Row name="Options" value={recipeWords(version)} />
            <Row name="Size" value={formatPixels(version.width, version.height)} />
            <Row name="Time" value={formatDuration(version.milliseconds)} />
            {version.provider !== null && <Row name="Computed on" value={providerName(version.provider)} />}
            {Object.entries(version.models).map(([role, model]) => (
              <Row
                key={role}
                name={role === 'find' ? 'Finder' : role === 'enhance' ? 'Enhancer' : role}
                value={model.split('@')[0] ?? model}
              />
            ))}
          </dl>
        </section>
      )}
      <section className={styles.section}>
        <h2>Photo</h2>
        <dl className={styles.rows}>
          {card.width !== null && card.height !== null && (
            <Row name="Size" value={formatPixels(card.width, card.height)} />
          )}
          <Row name="File" value={formatBytes(source.byteLength)} />
          {source.format !== null && <Row name="Format" value={source.format.toUpperCase()} />}
          {card.from !== null && <Row name="From" value={card.from} />}
          {detail.attempts > 0 && <Row name="Attempts" value={String(detail.attempts)} />}
        </dl>
      </section>
    </aside>
  );
}

function Row({ name, value, doubt = false }: { name: string; value: string; doubt?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={doubt ? styles.doubt : undefined}>{value}</dd>
    </>
  );
}

export function providerName(provider: string): string {
  const names: Readonly<Record<string, string>> = {
    cpu: 'Processor',
    cuda: 'NVIDIA graphics card',
    coreml: 'Apple neural engine',
    dml: 'Graphics card',
    webgpu: 'Graphics card',
  };
  return names[provider] ?? provider;
}
