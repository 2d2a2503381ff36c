import { expect, test } from 'vitest';
import { ok } from '../base/result.ts';
import { inSlices } from './in-slices.ts';
import { cliGoing } from './run-cli.ts';

type Ran = {
  readonly code: number | null;
  readonly out: string;
  readonly shown: readonly string[];
  readonly waits: boolean;
};

/** Runs a command on a clock on which every slice takes 40 ms; somebody asks it to end after so many turns. */
function ranFor(command: string, turns: number): Ran {
  const [out, shown, tasks]: [string[], string[], (() => void)[]] = [[], [], []];
  let code: number | null = null;
  let time = 0;
  const hearing = new Set<() => void>();
  const io = { read: () => ok(''), out: (text: string) => out.push(text), err: (text: string) => out.push(text) };
  const world = {
    now: () => (time += 40),
    defer: (task: () => void) => tasks.push(task),
    onInterrupt: (callback: () => void) => {
      hearing.add(callback);
      return () => hearing.delete(callback);
    },
    show: (text: string) => shown.push(text),
  };
  inSlices(cliGoing(command.split(' '), io), world, (given) => {
    code = given;
  });
  for (let turn = 0; code === null; turn++) {
    if (turn === turns) for (const callback of hearing) callback();
    tasks.shift()?.();
  }
  return { code, out: out.join('\n'), shown, waits: hearing.size > 0 };
}

const LARGE = 'explore --kernel fixed --cpus 3 --property no_fault --prevent';

test('how far a search has come is shown now and then: states, depth, how many a second', () => {
  const { shown } = ranFor('explore --kernel fixed --property no_fault --max-states 20000', Infinity);
  expect(shown.length).toBeGreaterThan(2);
  for (const text of shown) expect(text).toMatch(/^[0-9,]+ states to depth [0-9]+, [0-9,]+ a second; Ctrl-C ends it$/);
});

test('asked to end, it says how far it has come and no more, and that is not all well', () => {
  const { code, out, waits } = ranFor(LARGE, 40);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\n\nIt was ended before all states were visited\.\nno_fault {2}unknown {2}not finished: [0-9,]+ states to depth [0-9]+; no violation so far\n$/,
  );
  expect(waits, 'nobody waits for a signal any more').toBe(false);
});

test('asked to end while it estimates, it claims no estimate', () => {
  const { code, out } = ranFor(LARGE, 1);
  expect(code).toBe(1);
  expect(out).not.toMatch(/Roughly|Something like|More than/);
  expect(out).toMatch(/not finished: 0 states to depth 0; no violation so far\n$/);
});

test('asked to end, it begins no other kernel, cause or change; what it has found it says', () => {
  const { code, out } = ranFor('explore --kernel v3.9,rfc-v2 --property no_fault --another --prevent', 30);
  expect(code).toBe(1);
  expect(out).toMatch(/\nno_fault {2}violated {2}violated with 2 CPUs, 2 pages, 2 slots: /);
  expect(out).not.toContain('rfc-v2 with 2 CPUs');
});

test('an example that is found does not make an end before its time all well', () => {
  const { code, out } = ranFor('explore --kernel v3.9 --property stray_exists', 30);
  expect([code, out.includes('found with 2 CPUs')]).toEqual([1, true]);
});

test('what is done at once is done at once', () => {
  expect(ranFor('explore --kernel v9.9', Infinity)).toMatchObject({ code: 2, shown: [], waits: false });
});
