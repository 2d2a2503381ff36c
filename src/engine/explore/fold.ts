import type { CpuId } from '../../arm/units.ts';
import type { Action, Command } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { boot } from '../../model/boot.ts';
import { frameTop } from '../../model/machine.ts';
import { perform } from '../../model/run.ts';
import { shrink } from '../../explore/shrink.ts';

/** What a run must still do when it is written shorter. Null from a run that cannot be carried out. */
export type Shows = (commands: readonly Command[]) => boolean;

/**
 * Writes a run of indivisible actions the way a person would: calls that can run to their return without losing what the run shows become one
 * line, the interrupts they wait for come by themselves, what does not matter is left out. `shows` is asked every time.
 */
export function fold(kernel: Kernel, actions: readonly Action[], shows: Shows): readonly Command[] {
  const micro = actions.map((action): Command => ({ type: 'do', action }));
  const folded = leaveOut(foldCalls(kernel, micro, shows), shows);
  const calm = foldCalls(kernel, callsFirst(foldCalls(kernel, folded, shows), shows), shows);
  return finishTicks(finishCalls(kernel, calm, shows), shows);
}

/** ddmin over the lines of the run. */
function leaveOut(commands: readonly Command[], shows: Shows): readonly Command[] {
  const pick = (path: readonly number[]): readonly Command[] => path.flatMap((i) => commands[i] ?? []);
  const all = commands.map((_, i) => i);
  return shows(pick(all)) ? pick(shrink(all, (path) => shows(pick(path)))) : commands;
}

/** A call of the run: where it is entered, its own ticks, and what other CPUs do meanwhile that `perform` would have them do. */
type Group = { readonly call: number; readonly ticks: number[]; readonly served: number[] };

function foldCalls(kernel: Kernel, commands: readonly Command[], shows: Shows): readonly Command[] {
  let rest = commands;
  for (let done = false; !done;) {
    const shorter = firstFold(kernel, rest, shows);
    done = shorter === null;
    rest = shorter ?? rest;
  }
  return rest;
}

function firstFold(kernel: Kernel, commands: readonly Command[], shows: Shows): readonly Command[] | null {
  for (const group of groupsOf(kernel, commands)) {
    const last = group.ticks.at(-1) ?? group.call;
    for (const without of [[...group.ticks, ...group.served], group.ticks]) {
      for (const at of [group.call, last]) {
        const shorter = runAt(commands, group.call, at, without);
        if (shorter !== null && shows(shorter)) return shorter;
      }
    }
  }
  return null;
}

/** The call as one line in place `at`, without the lines that are now part of it. */
function runAt(
  commands: readonly Command[],
  call: number,
  at: number,
  without: readonly number[],
): readonly Command[] | null {
  const entered = commands[call];
  if (entered?.type !== 'do' || entered.action.type !== 'call') return null;
  const run: Command = { type: 'run', action: entered.action };
  return commands.flatMap((command, i) => {
    if (i === at) return [run];
    return i === call || without.includes(i) ? [] : [command];
  });
}

/** The calls that are entered line by line, outermost only as far as a person wrote them; found by running along. */
function groupsOf(kernel: Kernel, commands: readonly Command[]): readonly Group[] {
  const m = boot(kernel);
  const groups: Group[] = [];
  const stacks: { readonly base: number; readonly group: Group | null }[][] = Array.from(
    { length: kernel.layout.cpus },
    () => [],
  );
  commands.forEach((command, i) => {
    const cpu = command.type === 'finish' ? command.cpu : command.action.cpu;
    const stack = stacks[cpu] ?? [];
    const before = frameTop(m, cpu);
    const action = command.type === 'do' ? command.action : null;
    const inside = stack.at(-1)?.group ?? null;
    perform(kernel, m, command);
    if (action?.type === 'call') {
      const group: Group = { call: i, ticks: [], served: [] };
      groups.push(group);
      stack.push({ base: before, group });
    } else if (action?.type === 'irq' || action?.type === 'handle_IPI') stack.push({ base: before, group: null });
    if (action?.type === 'tick' && inside !== null) inside.ticks.push(i);
    const serves = action?.type === 'handle_IPI' || (action?.type === 'tick' && inside === null);
    if (serves) for (const group of open(stacks)) group.served.push(i);
    while ((stack.at(-1)?.base ?? -1) >= frameTop(m, cpu)) stack.pop();
  });
  return groups;
}

function open(stacks: readonly (readonly { readonly group: Group | null }[])[]): readonly Group[] {
  return stacks.flatMap((stack) => stack.flatMap(({ group }) => group ?? []));
}

/** `finish` in place of the ticks that take a call to its end, as many as it can be. */
function finishCalls(kernel: Kernel, commands: readonly Command[], shows: Shows): readonly Command[] {
  for (const { ticks } of groupsOf(kernel, commands)) {
    for (let first = 0; first < ticks.length - 1; first++) {
      const [at, ...others] = ticks.slice(first);
      const command = at === undefined ? undefined : commands[at];
      if (command?.type !== 'do') continue;
      const finish: Command = { type: 'finish', cpu: command.action.cpu };
      for (const place of [at, others.at(-1)]) {
        const shorter = commands.flatMap((old, i) => {
          if (i === place) return [finish];
          return i === at || others.includes(i) ? [] : [old];
        });
        if (shows(shorter)) return finishCalls(kernel, shorter, shows);
      }
    }
  }
  return commands;
}

/** Whole calls that need not come in the middle of another CPU's come before it. */
function callsFirst(commands: readonly Command[], shows: Shows): readonly Command[] {
  let rest = commands;
  for (const [i, command] of commands.entries()) {
    if (command.type !== 'run') continue;
    const others = rest.slice(0, i).findLastIndex((before) => cpuOf(before) === cpuOf(command)) + 1;
    const better = rest
      .slice(others, i)
      .flatMap((before, k) => (isEntered(before) ? [rest.toSpliced(i, 1).toSpliced(others + k, 0, command)] : []))
      .find(shows);
    rest = better ?? rest;
  }
  return rest;
}

const isEntered = (command: Command): boolean => command.type === 'do' && command.action.type === 'call';
const cpuOf = (command: Command): CpuId => (command.type === 'finish' ? command.cpu : command.action.cpu);

/** `finish` in place of the ticks of one CPU in a row, where they are the rest of what it is in: a CPU going down or coming up. */
function finishTicks(commands: readonly Command[], shows: Shows): readonly Command[] {
  for (const [i, command] of commands.entries()) {
    if (!isTick(command)) continue;
    const after = commands.findIndex((other, k) => k > i && !(isTick(other) && cpuOf(other) === cpuOf(command)));
    const end = after < 0 ? commands.length : after;
    if (end - i < 2) continue;
    const shorter = commands.toSpliced(i, end - i, { type: 'finish', cpu: cpuOf(command) });
    if (shows(shorter)) return finishTicks(shorter, shows);
  }
  return commands;
}

const isTick = (command: Command): boolean => command.type === 'do' && command.action.type === 'tick';
