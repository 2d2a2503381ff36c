import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import type { Line, Setting } from '../scenario/syntax.ts';

/**
 * A run under a kernel with one switch changed: what was done stays, what was expected of the kernel as it was is left out, and the title
 * says what was changed.
 */
export function underChange(text: string, change: Setting): string {
  const { scenario } = parse(text);
  const lines = scenario.lines.flatMap(({ statement, comment }): readonly Line[] => {
    if (statement?.type === 'expect' || statement?.type === 'note') return [];
    if (statement?.type === 'title') {
      const title = `${statement.text}? With ${change.key}=${change.value}`;
      return [{ statement: { ...statement, text: title }, comment }];
    }
    if (statement?.type !== 'machine') return [{ statement, comment }];
    return [{ statement: { ...statement, settings: changed(statement.settings, change) }, comment }];
  });
  return format({ ...scenario, lines });
}

function changed(settings: readonly Setting[], change: Setting): readonly Setting[] {
  return [...settings.filter(({ key }) => key !== change.key), change];
}
