import { expect, test } from 'vitest';
import { drive, type Drive } from './testing/drive.ts';

const RUN = 'kmapscope 1\nmachine kernel=v3.9 cpus=2\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n';
const OTHER = RUN.replace('cpu1: kunmap_atomic()', 'cpu0: irq');

function opened(): Drive {
  const session = drive();
  session.see({ type: 'open', text: RUN, kernels: [], at: 0 });
  return session;
}

test('a future that was made elsewhere becomes a branch, parts where its text does, and is shown at its end', () => {
  const { branches, ...seen } = opened().see({ type: 'graft', parent: 0, name: 'found', text: OTHER });
  expect(branches).toMatchObject([{ name: 'main' }, { name: 'found', parent: 0, at: 1, length: 2 }]);
  expect(seen).toMatchObject({ branch: 1, at: 2, text: OTHER });
});

test('a branch that is gone has no future, and a text with mistakes is none', () => {
  const session = opened();
  expect(session.refused({ type: 'graft', parent: 7, name: 'found', text: OTHER })).toContain('no such branch');
  expect(session.refused({ type: 'graft', parent: 0, name: 'found', text: 'kmapscope 1\nnonsense\n' })).toMatch(/^2:1/);
  expect(session.see({ type: 'seek', at: 0, micro: null }).branches).toHaveLength(1);
});
