import fc from 'fast-check';
import { inPlace, LOOK, NOT_ENABLED, type StateProperty, type System } from '../system.ts';

/** When `when` holds `is` (or always, if null), `cell` becomes `value`. */
type Rule = { readonly when: number; readonly is: number | null; readonly cell: number; readonly value: number };

const VALUES = [0, 1, 2, 3, 255, 256, 0x8000, 0xffff];

/** Any rules on a few cells: small and large values, cells that never change, actions that change nothing. */
export const randomRules: fc.Arbitrary<System> = fc.integer({ min: 1, max: 9 }).chain((cells) => {
  const cell = fc.nat(cells - 1);
  const value = fc.constantFrom(...VALUES);
  const rule = fc.record({ when: cell, is: fc.option(value), cell, value });
  const start = fc.array(value, { minLength: cells, maxLength: cells });
  return fc.tuple(start, fc.array(rule, { minLength: 1, maxLength: 14 })).map(([first, rules]) => ruled(first, rules));
});

function ruled(first: readonly number[], rules: readonly Rule[]): System {
  return inPlace({
    cells: first.length,
    actions: rules.length,
    initial: (into) => {
      into.set(first);
    },
    act: (block, action, touched) => {
      const rule = rules[action];
      if (rule === undefined || (rule.is !== null && block[rule.when] !== rule.is)) return NOT_ENABLED;
      block[rule.cell] = rule.value;
      touched[0] = rule.cell;
      touched[1] = rule.cell;
      return 2;
    },
  });
}

/** Two systems that have nothing to do with each other, as one: as many states as the one has times as many as the other has. */
export const sideBySide = (a: System, b: System): System => ({
  cells: a.cells + b.cells,
  actions: a.actions + b.actions,
  initial: (into) => {
    a.initial(into.subarray(0, a.cells));
    b.initial(into.subarray(a.cells));
  },
  next: (state, action, into) => {
    into.set(state);
    const [system, first, own] = action < a.actions ? [a, 0, action] : [b, a.cells, action - a.actions];
    const end = first + system.cells;
    return system.next(state.subarray(first, end), own, into.subarray(first, end));
  },
});

/** One line of a process: `local` ones touch the process's own register only. A line that waits is not enabled until it may go on. */
export type Line =
  | { readonly op: 'local'; readonly add: number }
  | { readonly op: 'loop'; readonly to: number; readonly unless: number }
  | { readonly op: 'load' | 'store'; readonly cell: number }
  | { readonly op: 'wait'; readonly cell: number; readonly is: number };

/** Registers and shared cells count modulo this. */
const MODULUS = 3;
export const SHARED = 2;

const anyLine: fc.Arbitrary<Line> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant('local' as const), add: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('loop' as const), to: fc.nat(3), unless: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constantFrom('load' as const, 'store' as const), cell: fc.nat(SHARED - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('wait' as const), cell: fc.nat(SHARED - 1), is: fc.nat(2) }) },
);
export const anyProgram = fc.array(anyLine, { minLength: 1, maxLength: 6 });

/**
 * Processes that run a program each, step by step in any order: shared cells first, then line and register of each process. `merge`: a
 * local line is eager. `alike`: processes are interchangeable, which they are only if their programs are the same.
 */
export function processes(
  programs: readonly (readonly Line[])[],
  options: { merge?: boolean; alike?: boolean },
): System {
  const isLocal = (line: Line | undefined): boolean => line?.op === 'local' || line?.op === 'loop';
  const at = (process: number): number => SHARED + 2 * process;
  const lineOf = (state: Uint16Array, process: number): Line | undefined =>
    programs[process]?.[state[at(process)] as number];
  const plain = inPlace({
    cells: SHARED + 2 * programs.length,
    actions: programs.length,
    initial: () => undefined,
    act: (block, process) => (obey(block, lineOf(block, process), at(process)) ? LOOK : NOT_ENABLED),
  });
  return {
    ...plain,
    ...(options.merge === true && {
      eager: (state) => programs.findIndex((_, process) => isLocal(lineOf(state, process))),
    }),
    ...(options.alike === true && { canonical: sortProcesses }),
  };
}

function obey(block: Uint16Array, line: Line | undefined, at: number): boolean {
  if (line === undefined || (line.op === 'wait' && block[line.cell] !== line.is)) return false;
  const register = block[at + 1] as number;
  block[at] = line.op === 'loop' && register !== line.unless ? line.to : (block[at] as number) + 1;
  if (line.op === 'local') block[at + 1] = (register + line.add) % MODULUS;
  if (line.op === 'load') block[at + 1] = block[line.cell] as number;
  if (line.op === 'store') block[line.cell] = register;
  return true;
}

function sortProcesses(state: Uint16Array): void {
  const pairs: [number, number][] = [];
  for (let at = SHARED; at < state.length; at += 2) pairs.push([state[at] as number, state[at + 1] as number]);
  pairs.sort(([a, b], [c, d]) => a - c || b - d);
  state.set(pairs.flat(), SHARED);
}

/** Questions about the shared cells, which local lines cannot answer differently: each pair of values once, in both moods. */
export const sharedQuestions: readonly StateProperty[] = [0, 1, 2].flatMap((a) =>
  [0, 1, 2].flatMap((b): StateProperty[] => [
    { name: `never ${a} ${b}`, mood: 'always', holds: (state) => !(state[0] === a && state[1] === b) },
    { name: `once ${a} ${b}`, mood: 'sometimes', holds: (state) => state[0] === a && state[1] === b },
  ]),
);
