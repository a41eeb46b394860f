import { useState } from 'react';
import { RecipeFields } from '../result/RecipeFields.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

/** What "Process" makes, and how saved files are called. */
export function OutputSettings() {
  const studio = useStudio();
  const settings = useStudioState((state) => state.settings);
  const [pattern, setPattern] = useState(settings?.namePattern ?? '');
  if (settings === null) return null;
  return (
    <>
      <h2 className={styles.title}>Finished pictures</h2>
      <div className={styles.block}>
        <RecipeFields recipe={settings.recipe} onChange={(recipe) => studio.change({ recipe })} />
      </div>
      <Row label="File name" hint="{name} is the photo’s name, {date} the day, {number} the version.">
        <input
          className={styles.input}
          aria-label="File name"
          value={pattern}
          maxLength={100}
          spellCheck={false}
          onChange={(event) => setPattern(event.target.value)}
          onBlur={() => {
            if (pattern.trim() === '') setPattern(settings.namePattern);
            else if (pattern !== settings.namePattern) studio.change({ namePattern: pattern });
          }}
        />
      </Row>
      {settings.saveFolder !== null && <Row label="Saved last to" hint={settings.saveFolder} />}
    </>
  );
}
