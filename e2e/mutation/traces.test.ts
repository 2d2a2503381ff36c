import { expect, test } from 'vitest';
import { recorded, replayed } from '../kernel/recorded.ts';

/** A few traces of each recorded kernel, for mutation testing (npm run test:mutation); `npm test` replays them all. */
const FILES = ['k310-A', 'k310-B', 'k310-E', 'k310-F', 'k310-L', 'k318-A', 'k318-B', 'k318-D', 'k61-A', 'k61-B'];

test.each(FILES)('%s: written by hand for one corner each', (file) => {
  const traces = recorded(file).filter(({ name }) => name.startsWith('h'));
  expect(traces.length).toBeGreaterThan(0);
  for (const trace of traces.slice(0, 5)) expect(replayed(trace).disagreements).toEqual([]);
});
