import { parse } from '../scenario/parse.ts';
import { formatStatement } from '../scenario/format.ts';
import { OPERATIONS, type Operation } from '../timeline/operations.ts';
import { stepsOf, type TimelineStep } from '../timeline/steps.ts';
import { lineFor } from './operations.ts';
import { chosenPage } from './selectors.ts';
import type { State } from './state.ts';

/** Something that could be done at the cursor and that no branch of the run has done there. */
export type Untried = { readonly cpu: number; readonly operation: Operation; readonly line: string };

/** What is enabled at the cursor, parted into what some branch has done next and what none has. Between two lines of a step: nothing. */
export function untriedAt(state: State): { readonly untried: readonly Untried[]; readonly tried: number } {
  const frame = state.session?.lanes[0]?.frame;
  if (frame === undefined || state.session?.micro !== null) return { untried: [], tried: 0 };
  const taken = takenAt(state);
  const all = frame.cpus.flatMap(({ cpu, operations }) =>
    OPERATIONS.flatMap((operation): readonly Untried[] => {
      if (!operations.some(({ fn, enabled }) => enabled && fn === operation)) return [];
      const line = lineFor(state, operation, { cpu, page: chosenPage(state), place: null });
      return line === null ? [] : [{ cpu, operation, line }];
    }),
  );
  const untried = all.filter(({ cpu, operation }) => !taken.has(key(cpu, operation)));
  return { untried, tried: all.length - untried.length };
}

const key = (cpu: number, operation: string): string => `${String(cpu)} ${operation}`;

/** What the branches that have come to the cursor by the same steps did next. */
function takenAt({ session, saved, outline }: State): ReadonlySet<string> {
  if (session === null || outline.length === 0) return new Set();
  const { at, text } = session;
  const past = written(text).slice(0, at);
  const branches = saved.length > 0 ? saved.map((branch) => branch.text) : [text];
  const next = branches.flatMap((branch): readonly TimelineStep[] => {
    const steps = stepsOf(parse(branch).scenario);
    const comesHere = past.every((line, i) => {
      const step = steps[i];
      return step !== undefined && formatStatement(step) === line;
    });
    const step = steps.slice(at).find(({ type }) => type !== 'expect');
    return comesHere && step !== undefined ? [step] : [];
  });
  return new Set(next.flatMap(keyOf));
}

const written = (text: string): readonly string[] => stepsOf(parse(text).scenario).map(formatStatement);

/** Hotplug is offered on the CPU that it is done to. */
function keyOf(step: TimelineStep): readonly string[] {
  if (step.type === 'expect') return [];
  if (step.type !== 'call') return [key(step.cpu, step.type)];
  const [first] = step.args;
  const target = (step.fn === 'cpu_down' || step.fn === 'cpu_up') && first?.type === 'cpu' ? first.cpu : step.cpu;
  return [key(target, step.fn)];
}
