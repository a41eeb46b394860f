import type { Version } from '../../../contracts/gallery.ts';

/** When a version was made: the time today, otherwise the day. */
export function versionTime({ createdAt }: Version, now = new Date()): string {
  const made = new Date(createdAt);
  const today = made.toDateString() === now.toDateString();
  return today
    ? made.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : made.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

/** What was asked for, where it differs from the plain recipe. */
export function recipeWords({ recipe }: Version): string {
  const words = [
    recipe.strength < 1 && `strength ${Math.round(recipe.strength * 100)}%`,
    recipe.sharpness === 'print' && 'for print',
    !recipe.reflections && 'reflections kept',
    recipe.background !== 'black' && recipe.background,
    recipe.outline !== null && 'own outline',
    recipe.size !== null && `${recipe.size} px`,
    recipe.format !== 'png' && recipe.format.toUpperCase(),
    recipe.model !== null && recipe.model,
    recipe.finder !== null && `found by ${recipe.finder}`,
  ].filter((word) => word !== false);
  return words.length === 0 ? 'Standard' : words.join(', ').replace(/^./, (letter) => letter.toUpperCase());
}
