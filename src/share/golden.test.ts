import { expect, test } from 'vitest';
import { format, formatLine } from '../scenario/format.ts';
import { unseal } from './envelope.ts';
import { openLink } from './link.ts';
import { GOLDEN_1 } from './golden.ts';
import { DEFAULT_VIEW } from './shared.ts';

test.each(GOLDEN_1)(
  'a link of version 1 still says: $says',
  ({ link, text, branches, cursor, kernels, view, digest }) => {
    const opened = openLink(`https://example.org/kmapscope/#${link}`);
    expect(opened).toMatchObject({ ok: true, value: { type: kernels === undefined ? 'run' : 'comparison' } });
    const shared = opened.ok && 'shared' in opened.value ? opened.value.shared : null;
    expect(shared === null ? '' : format(shared.scenario)).toBe(text.join(''));
    const told = shared?.branches.map(({ lines, ...rest }) => ({
      ...rest,
      text: lines.map((line) => `${formatLine(line)}\n`),
    }));
    expect(told?.map((branch) => ({ ...branch, text: branch.text.join('') }))).toEqual(
      (branches ?? []).map((branch) => ({ ...branch, text: branch.text.join('') })),
    );
    expect(shared).toMatchObject({ cursor, kernels: kernels ?? [], view: view ?? DEFAULT_VIEW, digest });
  },
);

test('there are golden links enough, and they use every packing', () => {
  expect(GOLDEN_1.length).toBeGreaterThanOrEqual(20);
  expect(new Set(GOLDEN_1.map(({ link }) => link)).size).toBe(GOLDEN_1.length);
  const packings = GOLDEN_1.map(({ link }) => {
    const sealed = unseal(link.charAt(1), link.slice(3));
    return sealed.ok ? sealed.value.payload[4] : null;
  });
  expect([...new Set(packings)].sort()).toEqual([0, 1, 2]);
});
