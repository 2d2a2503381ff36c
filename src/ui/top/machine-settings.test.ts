import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { preset } from '../../model/eras.ts';
import { settingsText } from './machine-settings.ts';

const config = (name: string) => {
  const { switches, sizes } = present(preset(name), name);
  return { switches, sizes };
};

test('a preset as it is needs only its name', () => {
  expect(settingsText('v3.9', config('v3.9'), true)).toBe('kernel=v3.9');
});

test('what the reader chose is kept beside it', () => {
  const { switches, sizes } = config('rfc-v2');
  expect(settingsText('rfc-v2', { switches: { ...switches, flush: 'none' }, sizes: { ...sizes, cpus: 2 } }, true)).toBe(
    'kernel=rfc-v2 cpus=2 flush=none',
  );
});

test('another kernel brings its own switches and slots; the number of CPUs and pages stays', () => {
  const { switches, sizes } = config('v6.1-debug');
  expect(settingsText('v3.9', { switches, sizes: { ...sizes, cpus: 2, pages: 12 } }, false)).toBe(
    'kernel=v3.9 cpus=2 pages=12',
  );
});
