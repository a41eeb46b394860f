import { useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import fields from './RecipeFields.module.css';
import styles from './SaveButton.module.css';

const smaller = [2048, 1024, 512];

/** Format, size and name of the file; what is chosen here is what "Save" does from now on. */
export function SaveOptions({ version, onSave }: { version: Version; onSave: () => void }) {
  const studio = useStudio();
  const settings = useStudioState((state) => state.settings);
  const [pattern, setPattern] = useState(settings?.namePattern ?? '');
  if (settings === null) return null;
  const format = settings.saveFormat ?? version.recipe.format;
  const edge = Math.max(version.width, version.height);
  const size = settings.saveSize !== null && settings.saveSize < edge ? String(settings.saveSize) : 'full';
  const keepPattern = () => {
    if (pattern.trim() === '') setPattern(settings.namePattern);
    else if (pattern !== settings.namePattern) studio.change({ namePattern: pattern });
  };
  return (
    <form
      className={fields.fields}
      onSubmit={(event) => {
        event.preventDefault();
        keepPattern();
        onSave();
      }}
    >
      <div className={fields.field}>
        <span>Format</span>
        <Segments
          label="Format"
          value={format}
          segments={[
            { value: 'png', label: 'PNG' },
            { value: 'jpeg', label: 'JPEG' },
            { value: 'tiff', label: 'TIFF' },
          ]}
          onChange={(saveFormat) => studio.change({ saveFormat })}
        />
      </div>
      <div className={fields.field}>
        <span>Size in pixels</span>
        <Segments
          label="Size in pixels"
          value={size}
          segments={[
            { value: 'full', label: String(edge) },
            ...smaller
              .filter((each) => each < edge)
              .map((each) => ({ value: String(each), label: String(each) })),
          ]}
          onChange={(value) => studio.change({ saveSize: value === 'full' ? null : Number(value) })}
        />
      </div>
      <div className={fields.field}>
        <span>File name</span>
        <input
          className={styles.name}
          aria-label="File name"
          value={pattern}
          maxLength={100}
          spellCheck={false}
          onChange={(event) => setPattern(event.target.value)}
          onBlur={keepPattern}
        />
      </div>
      <p className={styles.hint}>
        {'{name} is the photo’s name, {date} the day, {number} the version.'}
        {format === 'jpeg' &&
          version.recipe.background === 'transparent' &&
          ' A JPEG gets a black background.'}
        {format === 'tiff' &&
          version.recipe.format !== 'tiff' &&
          ' Choose TIFF in Reprocess for 16 bits of depth.'}
        {settings.saveFolder !== null && ` Saved last to ${settings.saveFolder}.`}
      </p>
      <div className={styles.buttons}>
        <Button look="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
