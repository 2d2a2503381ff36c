import { expect, test } from 'vitest';
import { MAX_LINES, MAX_TEXT, parse, parseStatement } from './parse.ts';
import { MAX_NOTE, MAX_TITLE } from './parse-line.ts';
import type { Line, Statement } from './syntax.ts';
import { pictureOf } from './testing/pictures.ts';
import { STORY } from './testing/story.ts';

const bare = (statement: Statement | null): Line => ({ statement, comment: null });

/** The statements of a text, which must be without mistakes. */
function linesOf(text: string): readonly Line[] {
  const { scenario, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return scenario.lines;
}

test('the story of the mail is read line by line, comments and blank lines included', () => {
  const { scenario, diagnostics } = parse(STORY);
  expect(diagnostics).toEqual([]);
  expect(scenario.comment).toBe('format version, first line');
  expect(scenario.lines.slice(0, 7)).toEqual([
    bare({ type: 'title', text: 'A CPU dies with a stray mapping' }),
    {
      statement: {
        type: 'machine',
        settings: [
          { key: 'kernel', value: 'rfc-no-hook' },
          { key: 'cpus', value: '4' },
          { key: 'pages', value: '8' },
        ],
      },
      comment: 'a preset, then only what differs from it',
    },
    {
      statement: { type: 'note', text: 'CPU1 cleans the cache of page 3.' },
      comment: 'shown at this point of the run',
    },
    bare(null),
    {
      statement: {
        type: 'call',
        cpu: 1,
        fn: 'kmap_atomic',
        args: [{ type: 'page', page: { low: false, n: 3 } }],
        enter: false,
      },
      comment: 'runs to its return',
    },
    {
      statement: { type: 'call', cpu: 1, fn: 'kunmap_atomic', args: [], enter: false },
      comment: 'the top of the stack; kunmap_atomic(slot0) names an address',
    },
    {
      statement: { type: 'expect', not: false, predicate: { type: 'stray', place: { type: 'slot', cpu: 1, slot: 0 } } },
      comment: 'checked; a failing one is shown where it stands',
    },
  ]);
  expect(scenario.lines).toHaveLength(22);
  expect(scenario.lines.at(-1)).toEqual(bare({ type: 'irq_return', cpu: 2 }));
});

test('every line says where its statement stands, without the comment', () => {
  const { spans } = parse('kmapscope 1\n\n  cpu0: tick   # one line\n# nothing\n');
  expect(spans).toEqual([
    { line: 2, column: 1, endColumn: 2 },
    { line: 3, column: 3, endColumn: 13 },
    { line: 4, column: 1, endColumn: 2 },
  ]);
});

test.each([
  ['carriage returns', 'kmapscope 1\r\ncpu0: tick\r\n'],
  ['old line ends', 'kmapscope 1\rcpu0: tick\r'],
  ['a byte order mark', '\ufeffkmapscope 1\ncpu0: tick\n'],
  ['tabs and spaces', '\tkmapscope\t1 \n\t cpu0\t:\ttick \t\n'],
  ['spaces that mail and chat leave behind', 'kmapscope\u00a01\ncpu0:\u200b\u2003tick\u200d\n'],
  ['no newline at the end', 'kmapscope 1\ncpu0: tick'],
  ['blank lines before the head', '\n\n  \nkmapscope 1\ncpu0: tick\n'],
  ['zeros before numbers', 'kmapscope 01\ncpu000: tick\n'],
  ['parentheses behind a verb', 'kmapscope 1\ncpu0: tick()\n'],
])('%s do not change what is read', (_, text) => {
  expect(linesOf(text)).toEqual([bare({ type: 'tick', cpu: 0 })]);
});

test('line breaks and quotes live in a text by their escapes', () => {
  expect(linesOf('kmapscope 1\nnote "a \\"b\\" \\\\ \\n \\r \\t # c"\n')).toEqual([
    bare({ type: 'note', text: 'a "b" \\ \n \r \t # c' }),
  ]);
});

test('a # begins a comment wherever it stands outside a text', () => {
  expect(linesOf('kmapscope 1\ncpu0: tick#one\n#\n  ## two ##  \nnote "#"#three\n')).toEqual([
    { statement: { type: 'tick', cpu: 0 }, comment: 'one' },
    { statement: null, comment: '' },
    { statement: null, comment: '# two ##' },
    { statement: { type: 'note', text: '#' }, comment: 'three' },
  ]);
});

test('a line with a mistake keeps its place and its comment, and the lines around it are read', () => {
  const { scenario, spans, diagnostics } = parse('kmapscope 1\ncpu0: tick\ncpu0: tock  # oops\ncpu0: irq\n');
  expect(scenario.lines).toEqual([
    bare({ type: 'tick', cpu: 0 }),
    { statement: null, comment: 'oops' },
    bare({ type: 'irq', cpu: 0 }),
  ]);
  expect(spans).toHaveLength(3);
  expect(diagnostics.map(({ severity, span }) => [severity, span])).toEqual([
    ['error', { line: 3, column: 7, endColumn: 11 }],
  ]);
});

test('every line with a mistake is told, not only the first', () => {
  expect(parse('kmapscope 1\ncpu0: tock\ncpu0: tick\nfoo\nexpect\n').diagnostics.map(({ span }) => span.line)).toEqual([
    2, 4, 5,
  ]);
});

const FIRST = "the first line must be 'kmapscope 1'";

test.each([
  ['', `s:1:1: ${FIRST}: there is none yet`],
  ['\n \n', `s:1:1: ${FIRST}: there is none yet`],
  ['cpu0: tick', `s:1:1: ${FIRST}: put it before this line\n  cpu0: tick\n  ^^^^`],
  ['# hello', `s:1:1: ${FIRST}: put it before this line\n  # hello\n  ^^^^^^^`],
  ['kmapscope', `s:1:1: the number of the format is missing: ${FIRST}\n  kmapscope\n  ^^^^^^^^^`],
  ['kmapscope one', `s:1:11: 'one' is not a format: ${FIRST}\n  kmapscope one\n            ^^^`],
  ['kmapscope 0', `s:1:11: '0' is not a format: ${FIRST}\n  kmapscope 0\n            ^`],
  [
    'kmapscope 1 cpu0: tick',
    `s:1:13: unexpected 'cpu0' after 'kmapscope 1': begin a new line for it\n  kmapscope 1 cpu0: tick\n              ^^^^`,
  ],
])('the head of %j', (text, picture) => {
  expect(pictureOf(text)).toBe(picture);
});

test('without its head the rest is read all the same, and line 1 is a line', () => {
  expect(parse('cpu0: tick\n').scenario.lines).toEqual([bare({ type: 'tick', cpu: 0 })]);
});

test('a format from the future is one mistake, and none of its lines is judged', () => {
  const text = 'kmapscope 2\nwarp cpu0\n';
  expect(parse(text).scenario.lines).toEqual([]);
  expect(pictureOf(text)).toBe(
    `s:1:11: this scenario is of format 2 and this kmapscope reads format 1: open it with a newer kmapscope (reload the page, or update the program)
  kmapscope 2
            ^`,
  );
});

test('one title, one machine, and the machine before the first step', () => {
  expect(pictureOf('kmapscope 1\ntitle "a"\ntitle "b"\n')).toBe(
    `s:3:1: there is one title already, on line 2: remove one of the two
  title "b"
  ^^^^^^^^^`,
  );
  expect(pictureOf('kmapscope 1\nmachine cpus=2\ncpu0: tick\nmachine cpus=3\n')).toBe(
    `s:4:1: there is one machine already, on line 2: remove one of the two
  machine cpus=3
  ^^^^^^^^^^^^^^`,
  );
  expect(pictureOf('kmapscope 1\nexpect no_stray\nmachine cpus=3\n')).toBe(
    `s:3:1: the machine must be chosen before the first step, which is on line 2: move this line up
  machine cpus=3
  ^^^^^^^^^^^^^^`,
  );
  expect(pictureOf('kmapscope 1\nnote "n"\ntitle "t"\nmachine cpus=3\nnote "m"\n')).toBe('');
});

test('titles and notes may be as long as they may be, and no longer', () => {
  const texts = (title: number, note: number): string =>
    `kmapscope 1\ntitle "${'😀'.repeat(title)}"\nnote "${'y'.repeat(note)}"\n`;
  expect(parse(texts(MAX_TITLE, MAX_NOTE)).diagnostics).toEqual([]);
  expect(
    parse(texts(MAX_TITLE + 1, MAX_NOTE + 1)).diagnostics.map(({ span, message }) => [span.line, message]),
  ).toEqual([
    [2, 'this title has 61 characters and may have 60: shorten it and tell the rest in a note'],
    [3, 'this note has 4097 characters and may have 4096: split it into several notes'],
  ]);
});

test('a text that is too long or has too many lines is not read at all', () => {
  const head = 'kmapscope 1\n';
  const fits = head + ' '.repeat(MAX_TEXT - head.length);
  expect(parse(fits).diagnostics).toEqual([]);
  expect(parse(`${fits} `)).toMatchObject({
    scenario: { version: 1, lines: [] },
    spans: [],
    diagnostics: [{ message: 'this text has 262145 characters and may have 262144: split the scenario' }],
  });
  expect(parse(head + '\n'.repeat(MAX_LINES - 1)).diagnostics).toEqual([]);
  expect(parse(head + '\n'.repeat(MAX_LINES))).toMatchObject({
    scenario: { version: 1, lines: [] },
    diagnostics: [{ message: 'this text has 20001 lines and may have 20000: split the scenario' }],
  });
});

test('a single statement is read for itself', () => {
  expect(parseStatement('cpu0: tick  # why\n')).toEqual({ ok: true, value: { type: 'tick', cpu: 0 } });
  expect(parseStatement('cpu0: tock')).toMatchObject({
    ok: false,
    error: { span: { line: 1, column: 7, endColumn: 11 } },
  });
  expect(parseStatement('  # nothing')).toMatchObject({
    ok: false,
    error: { message: 'nothing to do on this line: write cpu0: kmap_atomic(page3)' },
  });
  expect(parseStatement('cpu0: tick\ncpu0: tick')).toMatchObject({ ok: false });
});
