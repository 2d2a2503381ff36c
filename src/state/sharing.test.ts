import { expect, test } from 'vitest';
import { SHIPPED } from '../lessons/library.ts';
import { present } from '../base/assert.ts';
import { format } from '../scenario/format.ts';
import { decodeLink } from '../share/link.ts';
import { linesOf, shareOf } from '../share/testing/share-of.ts';
import type { Shared } from '../share/shared.ts';
import { sharer } from './shared-of.ts';
import { chosenShare, shareForms, type ShareChoice } from './sharing.ts';
import { makeRig } from './testing/rig.ts';

const MAIN = `title "Two ways"
machine kernel=v3.9
cpu1: kmap_atomic(page3)
note "and then"
cpu1: kunmap_atomic()
cpu0: irq
`;
const OTHER = MAIN.replace('cpu0: irq', 'cpu0: kmap_atomic_flush_unused()');

const twoFutures: Shared = shareOf(`kmapscope 1\n${MAIN}`, {
  branches: [{ name: 'flush', parent: 0, at: 2, lines: linesOf(OTHER) }],
  cursor: { branch: 1, at: 1, micro: null },
  digest: 42,
});
const choice: ShareChoice = { what: 'run', from: 'here', title: 'Two ways' };
const addressOf = (fragment: string, as = 'page'): string =>
  `https://x.org/${as === 'embed' ? '?embed=1' : ''}#${fragment}`;
const textOf = (shared: Shared): string => format(shared.scenario).replace('kmapscope 1\n', '');

test('the whole run is sent as it is', () => {
  expect(chosenShare(twoFutures, choice)).toBe(twoFutures);
});

test('one future is the shown branch alone, with the cursor where it was', () => {
  const one = chosenShare(twoFutures, { ...choice, what: 'branch' });
  expect(textOf(one)).toBe(OTHER);
  expect(one).toMatchObject({ branches: [], cursor: { branch: 0, at: 1 }, digest: 42 });
});

test('up to here ends with the step at the cursor; a step that has begun is sent whole', () => {
  const upTo = (at: number, micro: number | null): string =>
    textOf(chosenShare({ ...twoFutures, cursor: { branch: 1, at, micro } }, { ...choice, what: 'so far' }));
  expect(upTo(1, null), 'without the note on the next one').toMatch(/cpu1: kmap_atomic\(page3\)\n$/);
  expect(upTo(1, 2)).toMatch(/cpu1: kunmap_atomic\(\)\n$/);
});

test('another title stands in every branch', () => {
  const renamed = chosenShare(twoFutures, { ...choice, title: 'Neu' });
  expect(textOf(renamed)).toBe(MAIN.replace('Two ways', 'Neu'));
  expect(format({ version: 1, lines: present(renamed.branches[0], 'the branch').lines })).toContain('title "Neu"');
  expect(textOf(chosenShare(twoFutures, { ...choice, title: '' }))).not.toContain('title');
});

test('from the start: what is replayed there has the digest that was sent', async () => {
  const rig = makeRig();
  await rig.commands.open({ text: `kmapscope 1\n${MAIN}`, at: 3 });
  const shared = present(sharer()(rig.state()), 'a share');
  const forms = shareForms(shared, { ...choice, from: 'start' }, addressOf);
  if (!forms.ok) throw new Error(forms.error.message);
  await rig.commands.openLink(forms.value.link);
  expect(rig.state().banner).toBeNull();
  expect(rig.state().session?.at).toBe(0);
});

test('every form leads to the same run, and nothing in a title gets out of its form', () => {
  const title = 'a "b" <i>]( & c';
  const forms = shareForms(twoFutures, { ...choice, title }, addressOf);
  if (!forms.ok) throw new Error(forms.error.message);
  const { link, markdown, iframe, commandLine, tier } = forms.value;
  expect(decodeLink(link)).toMatchObject({ ok: true, value: { cursor: { branch: 1 } } });
  expect(tier.tier).toBe('gold');
  expect(markdown).toBe(`[a "b" <i>\\]( & c](${link})`);
  expect(iframe).toContain(`title="a &quot;b&quot; &lt;i&gt;]( &amp; c (kmapscope)"`);
  expect(iframe).toContain(`src="${link.replace('x.org/', 'x.org/?embed=1')}"`);
  expect(commandLine).toBe(`kmapscope open '${link}'`);
});

test('what ships has a name, as long as nothing of it was changed', () => {
  const { id, text } = present(SHIPPED[3], 'a scenario that ships');
  const linkOf = (shared: Shared, title: string): string => {
    const forms = shareForms(shared, { ...choice, title }, addressOf);
    return forms.ok ? forms.value.link : forms.error.message;
  };
  const shared = shareOf(text);
  const title = /title "(.*)"/.exec(text)?.[1] ?? '';
  expect(linkOf(shared, title)).toBe(`https://x.org/#/s/${id}/${shared.cursor.at}`);
  expect(linkOf(shared, 'Mine')).toMatch(/#\/r\/1/);
  expect(linkOf({ ...shared, view: { ...shared.view, lens: 'beginner' } }, title)).toMatch(/#\/r\/1/);
});

test('a run that no link can hold is told so', () => {
  const lines = Array.from({ length: 20_001 }, () =>
    present(shareOf('kmapscope 1\ncpu0: irq\n').scenario.lines[0], 'a line'),
  );
  const forms = shareForms(
    { ...twoFutures, branches: [], cursor: { branch: 0, at: 0, micro: null }, scenario: { version: 1, lines } },
    choice,
    addressOf,
  );
  expect(forms).toMatchObject({ ok: false, error: { kind: 'too big' } });
});
