import { createHash } from 'node:crypto';
import type { Recipe } from '../../contracts/recipe.ts';

export interface RecipeIdentity {
  readonly recipe: Recipe;
  /** Every model that takes part, in any order. */
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
  /** Grows with every change of the pipeline that changes pictures. */
  readonly pipelineVersion: number | string;
}

/** SHA-256 over all that decides what a picture looks like: equal hashes of one photo mean the same picture. */
export function recipeHash({ recipe, models, pipelineVersion }: RecipeIdentity): string {
  const used = models
    .map(({ id, sha256 }) => ({ id, sha256 }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return createHash('sha256')
    .update(canonicalJson({ recipe: withoutOurModels(recipe), models: used, pipelineVersion }))
    .digest('hex');
}

/** A recipe from before users could choose models says nothing of them, and means the same picture. */
function withoutOurModels({ model, finder, ...recipe }: Recipe): Record<string, unknown> {
  return { ...recipe, ...(model !== null && { model }), ...(finder !== null && { finder }) };
}

/** JSON with sorted keys and no `undefined`; throws a TypeError on numbers that JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`);
  return `{${entries.join(',')}}`;
}
