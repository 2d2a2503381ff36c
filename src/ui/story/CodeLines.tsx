import { Fragment, type ReactNode } from 'react';
import { Icon } from '../shared/Icon.tsx';
import { InPieces, RANKS } from '../shared/Later.tsx';
import { LeftOut } from '../shared/LeftOut.tsx';
import { Whole } from '../shared/Whole.tsx';
import type { CodeLine, CodeView } from '../../timeline/frame.ts';

/** The kernel routine of the step, line by line: what ran, where the CPU stands, what is ahead. */
export function CodeLines({
  code,
  folded,
  onFold,
}: {
  readonly code: CodeView;
  readonly folded: boolean;
  readonly onFold: () => void;
}): ReactNode {
  return (
    <section className="code" aria-label={`The routine ${code.fn}`}>
      <h2>
        <button type="button" className="fold" aria-expanded={!folded} data-tip={code.cite} onClick={onFold}>
          <Icon name={folded ? 'right' : 'down'} size={12} /> {code.fn}
        </button>
      </h2>
      {!folded && (
        <ol>
          <InPieces of={code.fn} list={code.lines} rank={RANKS.story} isNear={areSameLines}>
            {(lines, before) => lines.map((line, i) => <Line key={before + i} line={line} />)}
          </InPieces>
        </ol>
      )}
      <p className="cite">
        {code.cite} <LeftOut beside={/^cpu_(down|up)$/.test(code.fn) ? 'hotplug' : 'code'} />
      </p>
    </section>
  );
}

function Line({ line }: { readonly line: CodeLine }): ReactNode {
  return (
    <li
      className={line.mark}
      style={{ '--indent': line.indent }}
      data-tip={line.cite}
      aria-current={line.mark === 'here' ? 'step' : undefined}
    >
      <code>{breakable(line.text)}</code>
      {line.mark === 'ran' && <span className="only-read"> ran</span>}
    </li>
  );
}

/** Do they differ at most in what ran? */
const areSameLines = (shown: readonly CodeLine[], next: readonly CodeLine[]): boolean =>
  shown.length === next.length && shown.every(({ text }, i) => text === next[i]?.text);

/** A line of C may be broken after a bracket or a comma, sooner than in the middle of a name; never after the minus of an errno. */
function breakable(text: string): ReactNode {
  return text.split(/(?<=[(,:])/).map((piece, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {piece.split(/(-E[A-Z]+)/).map((part, j) => (j % 2 === 0 ? part : <Whole key={j}>{part}</Whole>))}
    </Fragment>
  ));
}
