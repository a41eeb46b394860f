import { expect, test } from 'vitest';
import { type Arrival, Arrivals } from './arrivals.ts';

test('holds what comes before the studio is open, and hands it over in order', () => {
  const arrivals = new Arrivals();
  const taken: Arrival[] = [];
  arrivals.add({ paths: ['/a.jpg'], links: [] });
  arrivals.addSecondStart({ words: ['/b.jpg', 'irisvue://phones'], directory: '/' });
  arrivals.deliver((arrival) => taken.push(arrival));
  arrivals.add({ paths: ['/c.jpg'], links: [] });
  expect(
    taken.map(({ paths, links }) => [...paths, ...links].map((text) => text.replaceAll('\\', '/'))),
  ).toEqual([['/a.jpg'], [expect.stringMatching(/\/b\.jpg$/), 'irisvue://phones'], ['/c.jpg']]);
});

test('a second start that says nothing sensible still wants the window', () => {
  const arrivals = new Arrivals();
  const taken: Arrival[] = [];
  arrivals.deliver((arrival) => taken.push(arrival));
  for (const said of [null, { words: 'x' }, { words: [], directory: 5 }]) arrivals.addSecondStart(said);
  expect(taken).toEqual(Array.from({ length: 3 }, () => ({ paths: [], links: [] })));
});
