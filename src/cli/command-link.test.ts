import { expect, test } from 'vitest';
import { SHIPPED } from '../lessons/library.ts';
import { tourStop } from '../lessons/tour.ts';
import { encodeLink } from '../share/link.ts';
import { DEFAULT_VIEW, type Shared } from '../share/shared.ts';
import { parse } from '../scenario/parse.ts';
import { cli, jsonOf, STORY } from './testing/cli.ts';

const link = (options = '', text = STORY): string => cli(`link story.kmap${options}`, { 'story.kmap': text }).out;

test('a link is a fragment that opens again as the same scenario', () => {
  expect(link()).toMatch(/^#\/r\/1[A-Za-z0-9_-]+$/);
  expect(cli(['open', `https://example.org/kmapscope/${link()}`])).toEqual({ code: 0, out: STORY.trimEnd(), err: '' });
  expect(cli('open -', { '-': `> see ${link()}\n> and tell me` })).toMatchObject({ code: 0, out: STORY.trimEnd() });
});

test('it opens at the end, or after the step that was asked for', () => {
  const at = (options: string): unknown => jsonOf(cli(['open', '--json', link(options)]))[0]?.['at'];
  expect([at(''), at(' --at 0'), at(' --at 3')]).toEqual([7, 0, 3]);
  expect(cli('link a --at 8', { a: STORY })).toEqual({
    code: 2,
    out: '',
    err: '--at: 8 is no step of this scenario: it has steps 0 to 7',
  });
  expect(cli('link a --at two', { a: STORY }).code).toBe(2);
});

test('with kernels beside its own it is a comparison', () => {
  const compared = link(' --kernel rfc-v1 --kernel rfc-v2');
  expect(compared).toMatch(/^#\/c\/1/);
  expect(jsonOf(cli(['open', '--json', compared]))[0]).toMatchObject({ kernels: ['rfc-v1', 'rfc-v2'], same: true });
  expect(cli('link a --kernel v9', { a: STORY })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--kernel: unknown kernel/),
  });
});

test('a scenario with a mistake is not sent', () => {
  expect(cli('link a', { a: 'kmapscope 1\ncpu0: kmap_atmic()\n' })).toMatchObject({ code: 2, out: '' });
  expect(cli('link a', { a: 'kmapscope 1\ncpu0: kunmap_atomic()\n' })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^a:2:1: CPU0 holds no address to unmap/),
  });
});

test('a long link says where it is cut, and one that is too long is not made', () => {
  const steps = (n: number): string =>
    Array.from(
      { length: n },
      (_, i) => `note "${String((i * 7919) % 100_003)} ${String((i * 104_729) % 99_991)}"\n`,
    ).join('');
  const { code, err } = cli('link a', { a: `kmapscope 1\n${steps(700)}` });
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^a: \d+ characters\. (Safe in browsers|Too long)/),
  });
});

test('a damaged link says what is wrong with it', () => {
  expect(cli(['open', link().slice(0, -3)])).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^link: This link is cut off: 3 of its \d+ characters are missing\./),
  });
  expect(cli('open nonsense')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^link: There is no kmapscope link in this text/),
  });
  expect(cli('open -', { '-': '' })).toMatchObject({ code: 2, err: expect.stringMatching(/^standard input: /) });
});

function shared(fields: Partial<Shared>): string {
  const { scenario } = parse(STORY);
  const cursor = { branch: 0, at: 7, micro: null };
  const made = encodeLink({
    version: 1,
    scenario,
    branches: [],
    cursor,
    kernels: [],
    view: DEFAULT_VIEW,
    digest: 1,
    ...fields,
  });
  return made.ok ? made.value : made.error.message;
}

test('a run that comes out differently than it did is opened, and that is said', () => {
  const ran = cli(['open', shared({})]);
  expect(ran).toMatchObject({
    code: 0,
    out: STORY.trimEnd(),
    err: expect.stringContaining('it comes out differently'),
  });
  expect(jsonOf(cli(['open', '--json', shared({})]))[0]).toMatchObject({ type: 'scenario', same: false });
});

test('a link with branches prints the first, and any other that is asked for', () => {
  const { scenario } = parse(STORY);
  const other = { name: 'what if', parent: 0, at: 1, lines: scenario.lines.slice(0, 4) };
  const forked = shared({ branches: [other] });
  expect(cli(['open', forked])).toMatchObject({
    code: 0,
    out: STORY.trimEnd(),
    err: expect.stringContaining('2 branches'),
  });
  expect(cli(['open', '--branch', '1', forked]).out).toBe(STORY.split('\n').slice(0, 5).join('\n'));
  expect(cli(['open', '--branch', '2', forked])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--branch: there is no branch 2: this link has 2 branches, from 0$/m),
  });
});

test('with --json the link is a line', () => {
  const [made] = jsonOf(cli('link --json a', { a: STORY }));
  expect(made).toEqual({ kmapscope: 1, type: 'link', file: 'a', link: link(), characters: link().length });
});

test('the address of a shipped scenario opens it; one that does not ship is said', () => {
  const [first] = SHIPPED;
  expect(cli(['open', `#/s/${first?.id ?? ''}`])).toEqual({ code: 0, out: first?.text.trimEnd(), err: '' });
  expect(cli(['open', '#/s/no-such-scenario'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^link: There is no shipped scenario no-such-scenario/),
  });
  expect(cli(['open', '#/l/stray-mapping/2'])).toMatchObject({ code: 2, err: expect.stringContaining('of a lesson') });
  expect(jsonOf(cli('open --json #/l/the-thread/6'))[0]).toMatchObject({
    kernels: ['rfc-v2'],
    at: 4,
    text: tourStop(6)?.scenario,
  });
});
