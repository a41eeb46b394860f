/** What the photographer may ask for; the same fields for one picture and for the defaults. */
import type { Recipe } from '../../../contracts/recipe.ts';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { Choice } from '../../ui/Choice.tsx';
import { RangeSlider } from '../../ui/RangeSlider.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import styles from './RecipeFields.module.css';
import { useOwnModels } from './use-own-models.ts';

const sizes = [
  { value: 'best', label: 'Best' },
  { value: '1024', label: '1024' },
  { value: '2048', label: '2048' },
  { value: '4096', label: '4096' },
] as const;

export function RecipeFields({ recipe, onChange }: { recipe: Recipe; onChange: (recipe: Recipe) => void }) {
  const change = (part: Partial<Recipe>) => onChange({ ...recipe, ...part });
  const ownModels = useOwnModels();
  const size = sizes.find(({ value }) => value === String(recipe.size))?.value ?? 'best';
  return (
    <div className={styles.fields}>
      <div className={styles.field}>
        <span>Remove reflections</span>
        <Toggle
          label="Remove reflections"
          checked={recipe.reflections}
          onChange={(reflections) => change({ reflections })}
        />
      </div>
      <div className={styles.field}>
        <span>
          Strength
          <br />
          <span className={styles.hint}>0% keeps the photo’s own detail</span>
        </span>
        <span className={styles.strength}>
          <RangeSlider
            label="Strength"
            min={0}
            max={100}
            step={5}
            value={Math.round((recipe.enhance ? recipe.strength : 0) * 100)}
            onChange={(percent) => change({ strength: percent / 100, enhance: percent > 0 })}
          />
          <span className={styles.value}>{Math.round((recipe.enhance ? recipe.strength : 0) * 100)}%</span>
        </span>
      </div>
      <div className={styles.field}>
        <span>Sharpness</span>
        <Segments
          label="Sharpness"
          value={recipe.sharpness}
          segments={[
            { value: 'natural', label: 'Natural' },
            { value: 'print', label: 'For print' },
          ]}
          onChange={(sharpness) => change({ sharpness })}
        />
      </div>
      <OwnModelField
        label="Finds the iris"
        models={ownModels.filter(({ role }) => role === 'find')}
        value={recipe.finder}
        onChange={(finder) => change({ finder })}
      />
      <OwnModelField
        label="Enhances detail"
        models={ownModels.filter(({ role }) => role === 'enhance')}
        value={recipe.model}
        onChange={(model) => change({ model })}
      />
      <div className={styles.field}>
        <span>Background</span>
        <Segments
          label="Background"
          value={recipe.background}
          segments={[
            { value: 'black', label: 'Black' },
            { value: 'white', label: 'White' },
            { value: 'transparent', label: 'None' },
          ]}
          onChange={(background) =>
            change({
              background,
              ...(background === 'transparent' && recipe.format === 'jpeg' ? { format: 'png' as const } : {}),
            })
          }
        />
      </div>
      <div className={styles.field}>
        <span>Size in pixels</span>
        <Segments
          label="Size in pixels"
          value={size}
          segments={sizes}
          onChange={(value) => change({ size: value === 'best' ? null : Number(value) })}
        />
      </div>
      <div className={styles.field}>
        <span>Format</span>
        <Segments
          label="Format"
          value={recipe.format}
          segments={[
            { value: 'png', label: 'PNG' },
            { value: 'jpeg', label: 'JPEG', disabled: recipe.background === 'transparent' },
            { value: 'tiff', label: 'TIFF' },
          ]}
          onChange={(format) => change({ format })}
        />
      </div>
    </div>
  );
}

/** Nothing to choose until the user has added a model for it. */
function OwnModelField({
  label,
  models,
  value,
  onChange,
}: {
  label: string;
  models: readonly ModelCard[];
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  if (models.length === 0) return null;
  return (
    <div className={styles.field}>
      <span>{label}</span>
      <Choice
        label={label}
        value={value ?? ''}
        options={[{ value: '', label: 'IrisVue' }, ...models.map(({ id }) => ({ value: id, label: id }))]}
        onChange={(id) => onChange(id === '' ? null : id)}
      />
    </div>
  );
}
