import type { ReactNode } from 'react';
import type { Diagnostic } from '../../scenario/syntax.ts';

const SHOWN = 3;

/** What is wrong with the text: a sentence for each mistake, and its place, which leads there. A long list of what it could be is folded. */
export function Mistakes({
  found,
  onPlace,
}: {
  readonly found: readonly Diagnostic[];
  readonly onPlace: (line: number, column: number) => void;
}): ReactNode {
  return (
    <ul className="mistakes" aria-live="polite">
      {found.slice(0, SHOWN).map(({ span, message }) => {
        const { first, rest } = cut(message);
        return (
          <li key={`${String(span.line)}:${String(span.column)} ${message}`}>
            <button type="button" className="place" onClick={() => onPlace(span.line, span.column)}>
              line {span.line}, column {span.column}
            </button>{' '}
            {first}
            {rest !== '' && (
              <details>
                <summary>What it could be</summary>
                {rest}
              </details>
            )}
          </li>
        );
      })}
      {found.length > SHOWN && <li className="quiet">and {found.length - SHOWN} more</li>}
    </ul>
  );
}

/** `unknown operation 'kma': did you mean kmap? Operations: …`: what it could be, apart. */
function cut(message: string): { readonly first: string; readonly rest: string } {
  const { 1: first = message, 2: rest = '' } = /^(.*?[.?]) ([A-Z][a-z ]+: .{80,})$/s.exec(message) ?? [];
  return { first, rest };
}
