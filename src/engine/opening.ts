import { err, ok, type Result } from '../base/result.ts';
import { load } from '../scenario/lint.ts';
import type { Diagnostic } from '../scenario/syntax.ts';
import { addBranch, renameBranch, startTimeline, type Timeline } from '../timeline/timeline.ts';
import type { Request } from './protocol.ts';

type Open = Extract<Request, { readonly type: 'open' }>;

/** The timeline of what is to be opened, all its branches read; or every mistake in it. Nothing is half opened. */
export function openTimeline({ text, name, branches = [], shown = 0 }: Open): Result<Timeline, readonly Diagnostic[]> {
  const main = load(text);
  if (!main.ok) return err(main.diagnostics);
  let timeline = startTimeline(main.scenario);
  if (name !== undefined) timeline = renameBranch(timeline, 0, name);
  for (const branch of branches) {
    const loaded = load(branch.text);
    if (!loaded.ok) return err(loaded.diagnostics.map((mistake) => inBranch(branch.name, mistake)));
    const parent = timeline.branches[branch.parent]?.id ?? 0;
    timeline = addBranch(timeline, { name: branch.name, parent, at: branch.at, scenario: loaded.scenario });
  }
  return ok({ ...timeline, shown: timeline.branches[shown]?.id ?? 0 });
}

function inBranch(name: string, mistake: Diagnostic): Diagnostic {
  return { ...mistake, message: `in the branch "${name}": ${mistake.message}` };
}
