import { expect, test } from 'vitest';
import { firstMissing } from './dependencies.mjs';

const wanted = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/react': { version: '19.3.1' },
    'node_modules/vite': { version: '8.3.8' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  },
};
const installed = {
  packages: { 'node_modules/react': { version: '19.3.1' }, 'node_modules/vite': { version: '8.3.8' } },
};

test('nothing is missing when all but the binaries of other platforms are there', () => {
  expect(firstMissing(wanted, installed)).toBeUndefined();
});

test('a package that was added to the lockfile is missing', () => {
  expect(firstMissing(wanted, { packages: { 'node_modules/react': { version: '19.3.1' } } })).toBe('node_modules/vite');
});

test('a package of another version is missing', () => {
  const older = { packages: { ...installed.packages, 'node_modules/react': { version: '18.0.0' } } };
  expect(firstMissing(wanted, older)).toBe('node_modules/react');
});
