import { describe, expect, it } from 'vitest';
import { plainRecipe } from './fixtures.ts';
import { canonicalJson, recipeHash } from './recipe-hash.ts';

const models = [
  { id: 'iris-finder', sha256: 'a'.repeat(64) },
  { id: 'iris-enhancer', sha256: 'b'.repeat(64) },
];
const identity = { recipe: plainRecipe, models, pipelineVersion: 1 };

describe('recipeHash', () => {
  it('does not depend on the order of keys or models', () => {
    const turned = Object.fromEntries(Object.entries(plainRecipe).reverse()) as typeof plainRecipe;
    expect(recipeHash({ pipelineVersion: 1, recipe: turned, models: models.toReversed() })).toBe(
      recipeHash(identity),
    );
    expect(recipeHash(identity)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('depends on each thing that changes the picture', () => {
    const changed = [
      identity,
      { ...identity, recipe: { ...plainRecipe, strength: 0.5 } },
      { ...identity, recipe: { ...plainRecipe, size: 2048 } },
      { ...identity, recipe: { ...plainRecipe, finder: 'theirs' } },
      { ...identity, recipe: { ...plainRecipe, model: 'theirs' } },
      { ...identity, models: models.slice(1) },
      { ...identity, models: models.map((model) => ({ ...model, sha256: 'c'.repeat(64) })) },
      { ...identity, pipelineVersion: 2 },
    ];
    expect(new Set(changed.map(recipeHash)).size).toBe(changed.length);
  });
});

describe('canonicalJson', () => {
  it('sorts at every depth, drops undefined, keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, { d: 1, c: undefined }, 1], a: null })).toBe(
      '{"a":null,"b":[2,{"d":1},1]}',
    );
  });
  it('refuses what JSON would silently turn into null', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  });
});
