import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import type { Line, Setting } from '../scenario/syntax.ts';

/**
 * A run under a kernel with one switch changed: what was done stays, what was expected of the kernel as it was is left out, and the title
 * says what was changed.
 */
export function underChange(text: string, change: Setting): string {
  const { scenario } = parse(text);
  const lines = scenario.lines.flatMap((line): readonly Line[] => {
    const { statement } = line;
    switch (statement?.type) {
      case 'title':
        return [
          { ...line, statement: { ...statement, text: `${statement.text}? With ${change.key}=${change.value}` } },
        ];
      case 'machine':
        return [{ ...line, statement: { ...statement, settings: changed(statement.settings, change) } }];
      case 'expect':
      case 'note':
        return [];
      default:
        return [line];
    }
  });
  return format({ ...scenario, lines });
}

function changed(settings: readonly Setting[], change: Setting): readonly Setting[] {
  return [...settings.filter(({ key }) => key !== change.key), change];
}
