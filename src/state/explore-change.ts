import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import type { Line, Setting, Statement } from '../scenario/syntax.ts';

/** Titles are that long at most (scenario/parse.ts). */
const MOST_TITLE = 60;

/**
 * A run under a kernel with one switch changed: what was done stays, what was expected of the kernel as it was is left out, and title and
 * note say what was changed.
 */
export function underChange(text: string, change: Setting): string {
  const { scenario } = parse(text);
  const said = `${change.key}=${change.value}`;
  let title = '';
  const lines = scenario.lines.flatMap(({ statement, comment }): readonly Line[] => {
    if (statement?.type === 'expect' || statement?.type === 'note') return [];
    if (statement?.type === 'title') {
      title = statement.text;
      return [];
    }
    if (statement?.type !== 'machine') return [{ statement, comment }];
    const kernel = statement.settings.find(({ key }) => key === 'kernel')?.value ?? 'the kernel';
    const changed = { ...statement, settings: [...statement.settings.filter(({ key }) => key !== change.key), change] };
    return [
      line({ type: 'title', text: `${kernel} with ${said}`.slice(0, MOST_TITLE) }),
      line(changed),
      line({ type: 'note', text: `The run “${title}”, on the same kernel with ${said}.` }),
    ];
  });
  return format({ ...scenario, lines });
}

const line = (statement: Statement): Line => ({ statement, comment: null });
