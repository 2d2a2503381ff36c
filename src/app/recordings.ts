import type { Result } from '../base/result.ts';
import { kernelTextOf, scenarioOfKernelText } from '../interop/kernel-text.ts';
import type { TextMistake } from '../interop/text-mistake.ts';
import { readTraces } from '../interop/trace-file.ts';
import { replayTrace, type Replay } from '../interop/trace-replay.ts';

const number = (n: number): string => n.toLocaleString('en');
const sum = (replays: readonly Replay[], of: (replay: Replay) => number): number =>
  replays.reduce((total, replay) => total + of(replay), 0);

/** Replays recordings of a real kernel on the model, here in the page, and says in a sentence whether the two agree. */
export function verdictOn(text: string): string {
  const replays: Replay[] = [];
  for (const { line, trace } of readTraces(text)) {
    if (!trace.ok) return `Line ${String(line)} of this recording cannot be read: ${trace.error}.`;
    const replay = replayTrace(trace.value);
    if (!replay.ok) return `The recording on line ${String(line)} cannot be replayed: ${replay.error}.`;
    replays.push(replay.value);
  }
  const kernels = [...new Set(replays.map(({ kernel }) => kernel))].join(', ');
  const differing = sum(replays, (replay) => replay.differing);
  const of = `${number(sum(replays, ({ steps }) => steps))} recorded operations replayed as ${kernels}`;
  const compared = `${number(sum(replays, ({ observations }) => observations))} observations compared`;
  if (differing === 0) return `${of}: ${compared}, and the model agrees with every one.`;
  const [first] = replays.flatMap(({ disagreements }) => disagreements);
  const where = first === undefined ? '' : ` First at step ${String(first.step)} (${first.op}): ${first.what}.`;
  return `${of}: ${compared}, ${number(differing)} differ.${where}`;
}

/** What a kernel wrote, a page-table dump or an ftrace text, as a scenario; null when it is neither. */
export function scenarioIn(text: string): Result<string, TextMistake> | null {
  const kind = kernelTextOf(text);
  return kind === null ? null : scenarioOfKernelText(kind, text);
}
