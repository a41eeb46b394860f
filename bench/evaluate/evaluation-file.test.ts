import { expect, it } from 'vitest';
import { composeEvaluation, parseSections } from './evaluation-file.ts';

it('keeps the sections that were not measured anew', () => {
  const first = composeEvaluation(
    new Map([
      ['finding', '## Finding\n\n| a |'],
      ['x4', '## Enlarging\n\n1.0'],
    ]),
  );
  const sections = parseSections(first);
  expect([...sections]).toEqual([
    ['finding', '## Finding\n\n| a |'],
    ['x4', '## Enlarging\n\n1.0'],
  ]);
  sections.set('reflections', '## Reflections');
  const second = composeEvaluation(sections);
  expect(second.indexOf('## Finding')).toBeLessThan(second.indexOf('## Reflections'));
  expect(second.indexOf('## Reflections')).toBeLessThan(second.indexOf('## Enlarging'));
  expect(composeEvaluation(parseSections(second))).toBe(second);
});
