import type { CpuId } from '../arm/units.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Command } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { DEFAULT_KM_TYPE, KM_TYPES, kmTypeNumber } from './km-types.ts';
import { predicateMistake } from './predicates.ts';
import { resolveCpu, resolvePage, resolvePlace, thisMachine } from './resolve.ts';
import { applySettings, settingMistake } from './settings.ts';
import type { Arg, Call, Diagnostic, Line, Scenario, Span, Step } from './syntax.ts';

/** The machine a scenario asks for: the preset it names, the whole configuration, and what could not be understood. */
export type ElaboratedMachine = {
  readonly kernel: string;
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Preset plus settings. Without a machine line, or without `kernel=` on it, the kernel is DEFAULT_KERNEL (settings.ts). Places are those of
 * `spans`, one per line as `parse` gives them, or else of the canonical text.
 */
export function elaborateMachine(scenario: Scenario, spans?: readonly Span[]): ElaboratedMachine {
  const index = scenario.lines.findIndex(({ statement }) => statement?.type === 'machine');
  const statement = scenario.lines[index]?.statement;
  const settings = statement?.type === 'machine' ? statement.settings : [];
  const diagnostics = settings.flatMap((setting): readonly Diagnostic[] => {
    const mistake = settingMistake(setting);
    if (mistake === null) return [];
    return [{ severity: 'error', span: spans?.[index] ?? canonicalSpan(index), message: mistake.message }];
  });
  return { ...applySettings(settings), diagnostics };
}

/** Where an entry of `Scenario.lines` begins in the canonical text, where `kmapscope 1` is line 1. */
function canonicalSpan(index: number): Span {
  return { line: index + 2, column: 1, endColumn: 2 };
}

/**
 * The mistakes of a scenario that need its machine but no run: CPUs, pages, slots and types that this machine does not have. Places as for
 * elaborateMachine.
 */
export function elaborationMistakes(
  config: Config,
  lines: readonly Line[],
  spans?: readonly Span[],
): readonly Diagnostic[] {
  return lines.flatMap(({ statement }, index): readonly Diagnostic[] => {
    const message = statement === null ? null : mistakeIn(config, statement);
    return message === null ? [] : [{ severity: 'error', span: spans?.[index] ?? canonicalSpan(index), message }];
  });
}

function mistakeIn(config: Config, statement: NonNullable<Line['statement']>): string | null {
  if (statement.type === 'title' || statement.type === 'note' || statement.type === 'machine') return null;
  if (statement.type === 'expect') return predicateMistake(config, statement.predicate);
  const command = elaborateStep(config, statement);
  return command.ok ? null : command.error;
}

/** What a step asks of the model, in the numbers that cells hold; or why this machine has no such thing. */
export function elaborateStep(config: Config, step: Step): Result<Command, string> {
  const cpu = resolveCpu(config, step.cpu);
  if (!cpu.ok) return cpu;
  switch (step.type) {
    case 'call':
      return elaborateCall(config, step, cpu.value);
    case 'finish':
      return ok({ type: 'finish', cpu: cpu.value });
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return ok({ type: 'do', action: { type: step.type, cpu: cpu.value } });
    case 'speculate':
    case 'evict': {
      const va = resolvePlace(config, step.place, step.cpu);
      return va.ok ? ok({ type: 'do', action: { type: step.type, cpu: cpu.value, va: va.value } }) : va;
    }
    case 'schedule': {
      const mistake = taskMistake(config, step.task);
      if (mistake !== null) return err(mistake);
      return ok({ type: 'do', action: { type: 'schedule', cpu: cpu.value, task: step.task } });
    }
  }
}

/** Each CPU starts with the task of its own number; `tasks=` adds more behind them. */
export function taskMistake({ switches, sizes }: Config, task: number): string | null {
  if (switches.index_owner !== 'task') {
    return 'this kernel keeps the slots per CPU and not per task: schedule(…) is for kernel=v6.1 and others with index_owner=task';
  }
  const count = sizes.cpus + sizes.tasks;
  if (task < count) return null;
  const has = thisMachine(count, 'task', 'task');
  return `there is no task${task}: ${has}; tasks=${task + 1 - sizes.cpus} on the machine line makes room`;
}

/** `enter` only enters; a call without it runs to its return. The arguments `a` and `b` are 0 where the function takes none. */
function elaborateCall(config: Config, call: Call, cpu: CpuId): Result<Command, string> {
  const numbers: number[] = [];
  for (const arg of call.args) {
    const value = elaborateArg(config, call, arg);
    if (!value.ok) return value;
    numbers.push(...value.value);
  }
  if (takesKmType(call) && numbers.length === 1 && config.switches.index_owner === 'type') {
    const type = kmTypeOf(config, DEFAULT_KM_TYPE);
    if (!type.ok) return type;
    numbers.push(type.value);
  }
  const [a = 0, b = 0] = numbers;
  const action = { type: 'call', cpu, fn: call.fn, a, b } as const;
  return ok(call.enter ? { type: 'do', action } : { type: 'run', action });
}

function elaborateArg(config: Config, call: Call, arg: Arg): Result<readonly number[], string> {
  const single = (result: Result<number, string>): Result<readonly number[], string> =>
    result.ok ? ok([result.value]) : result;
  switch (arg.type) {
    case 'page':
      return single(resolvePage(config, arg.page));
    case 'pages': {
      const [first, last] = [resolvePage(config, arg.first), resolvePage(config, arg.last)];
      if (!first.ok) return first;
      return last.ok ? ok([first.value, last.value]) : last;
    }
    case 'place':
      return single(resolvePlace(config, arg.place, call.cpu));
    case 'cpu':
      return single(resolveCpu(config, arg.cpu));
    case 'km_type':
      return single(kmTypeOf(config, arg.name));
  }
}

/** Why no km_type of this name can be asked for here; null when it can. */
export function kmTypeMistake(config: Config, name: string): string | null {
  const type = kmTypeOf(config, name);
  return type.ok ? null : type.error;
}

const takesKmType = ({ fn }: Call): boolean => fn === 'kmap_atomic';

function kmTypeOf({ switches, sizes }: Config, name: string): Result<number, string> {
  if (switches.index_owner !== 'type') {
    return err(
      `this kernel chooses the slot itself: leave out ${name} (only kernel=v2.6.32 and index_owner=type take it)`,
    );
  }
  const number = kmTypeNumber(name);
  if (number === null) return err(`'${name}' is not a km_type: one of ${KM_TYPES.join(', ')}`);
  if (number < sizes.slots) return ok(number);
  return err(
    `${name} is position ${number} and each CPU has ${sizes.slots}: slots=${number + 1} on the machine line makes room`,
  );
}
