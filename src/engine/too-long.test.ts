import { expect, test } from 'vitest';
import { load } from '../scenario/lint.ts';
import { MAX_LINES, MAX_TEXT } from '../scenario/parse.ts';
import type { Request } from './protocol.ts';
import { drive } from './testing/drive.ts';

// What is shown can be opened again: a run grows to what can be read, and no further.

const HEAD = 'kmapscope 1\nmachine kernel=rfc-v2 cpus=2\n';
const open = (text: string): Request => ({ type: 'open', text, kernels: [], at: -1 });
const append = (text: string): Request => ({ type: 'append', text });

test('a run that is as long as a text may be takes no step more, and says how to go on', () => {
  const session = drive();
  const comment = (length: number): string => `${'#'.padEnd(length - 1, 'x')}\n`.replace('#', '# ');
  const long = comment(1000).repeat(Math.floor((MAX_TEXT - HEAD.length - 20) / 1001));
  const text = `${HEAD}${long}`;
  const room = MAX_TEXT - text.length;
  const whole = `${text}${'# '.padEnd(room - 'cpu0: irq\n'.length - 1, 'x')}\n`;
  expect(session.see(open(whole)).text).toBe(whole);
  const full = session.see(append('cpu0: irq'));
  expect([full.text.length, load(full.text).ok]).toEqual([MAX_TEXT, true]);
  expect(session.refused(append('cpu0: irq_return'))).toBe(
    `1:1 the run would be ${MAX_TEXT + 'cpu0: irq_return\n'.length} characters of text and may be ${MAX_TEXT}: go on in another run`,
  );
  expect(session.see({ type: 'seek', at: 1, micro: null }).text).toBe(full.text);
});

test('so does one of as many lines as a text may have; a text that only its canonical form makes too long is not taken', () => {
  const session = drive();
  const lines = `${HEAD}${'#\n'.repeat(MAX_LINES - 2)}`;
  session.see(open(lines));
  expect(session.refused(append('cpu0: irq'))).toMatch(/would be 20001 lines of text and may be 20000/);

  const tight = `${HEAD}${'#x\n'.repeat(MAX_LINES - 3)}`;
  const comment = `#${'x'.repeat(MAX_TEXT - tight.length - 2)}\n`;
  const text = tight + comment;
  expect([text.length, load(text).ok]).toEqual([MAX_TEXT, true]);
  expect(session.refused(open(text))).toMatch(/characters of text and may be/);
  expect(session.refused({ type: 'edit', text })).toMatch(/characters of text and may be/);
});
