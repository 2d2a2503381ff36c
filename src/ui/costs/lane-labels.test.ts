import { expect, test } from 'vitest';
import { laneLabels } from './lane-labels.ts';

test('what all lanes have in common is left out, and nothing else', () => {
  const kernels = [
    'v3.9 layout=up_ffc00000 kunmap_clears=always',
    'rfc-v2 layout=up_ffc00000',
    'v3.9 layout=up_ffc00000',
  ];
  expect(laneLabels(kernels)).toEqual(['v3.9 kunmap_clears=always', 'rfc-v2', 'v3.9']);
  expect(laneLabels(['rfc-v2 debug=on', 'rfc-v2'])).toEqual(['rfc-v2 debug=on', 'rfc-v2']);
});

test('a lane alone keeps its whole name', () => {
  expect(laneLabels(['rfc-v2 debug=on'])).toEqual(['rfc-v2 debug=on']);
  expect(laneLabels([])).toEqual([]);
});
