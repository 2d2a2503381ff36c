import { useEffect, useRef, type ReactNode } from 'react';
import { counted } from '../../state/explore-said.ts';
import { isCaused, type Another, type Answer, type Answered, type PropertyAnswer } from '../../state/explore-state.ts';
import { useExplore, useExplored } from './explore-context.ts';
import { byWeight, promiseWords } from './explore-words.ts';
import { FoundRun } from './FoundRun.tsx';
import { Preventions } from './Preventions.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** What was found out: every property with its verdict, what the verdict is worth, and the run that shows it. */
export function Verdicts({ answered }: { readonly answered: Answered }): ReactNode {
  const { answer, chosen } = answered;
  const title = useRef<HTMLHeadingElement>(null);
  // The answer is what one waited for: it comes into view.
  useEffect(() => {
    title.current?.scrollIntoView({ block: 'start' });
  }, [answered]);
  return (
    <section className="answer" aria-labelledby="answer-title">
      <h2 id="answer-title" ref={title}>
        {headline(answer)}
      </h2>
      <p className="hint">
        {extent(answer)} {answer.kernel} with {answer.bounds}. {promiseWords(chosen)}
      </p>
      <ul className="verdicts">
        {answer.properties.toSorted(byWeight).map((property) => (
          <PropertyVerdict key={property.name} property={property} />
        ))}
      </ul>
    </section>
  );
}

function headline({ status, properties }: Answer): string {
  const violated = properties.filter(({ verdict }) => verdict === 'violated').length;
  const some = violated === 1 ? 'One property is violated' : `${String(violated)} properties are violated`;
  const found = violated === 0 ? 'No violation' : some;
  return status === 'complete' ? found : `Not finished: ${found.toLowerCase()} so far`;
}

/** What was searched, and never more. */
function extent({ status, limit, states, transitions, depth, fullDepth }: Answer): string {
  const numbers = `${counted(states, 'state')}, ${counted(transitions, 'transition')}`;
  if (status === 'complete') return `All ${numbers}, depth ${String(depth)}.`;
  const why = limit === null ? 'it was stopped' : `the limit of ${limit === 'bytes' ? 'memory' : limit} was met`;
  return `${numbers}, among them all there are to depth ${String(fullDepth)}: ${why}.`;
}

function PropertyVerdict({ property }: { readonly property: PropertyAnswer }): ReactNode {
  const { name, says, verdict, sentence, example, mood } = property;
  const prevented = useExplored((state) => (state.prevented?.property === name ? state.prevented : null));
  const others = useExplored((state) => state.others);
  const mine = others.filter((other) => other.property === name);
  const canAsk = verdict === 'violated';
  return (
    <li className={`verdict ${verdict.replace(' ', '-')}`}>
      <VerdictMark verdict={verdict} />
      <div>
        <h3>{says}</h3>
        <p className="worth">
          {sentence}
          {byText(example)}
        </p>
        {example !== null && (
          <FoundRun text={example.text} name={mood === 'always' ? 'counterexample' : 'example'} of={name}>
            {canAsk && (
              <Ask
                what="prevent"
                of={name}
                answered={prevented?.tried.every((one) => one.verdict !== 'unknown') === true}
              />
            )}
            {canAsk && isCaused(name) && (
              <Ask what="another" of={name} answered={mine.some((other) => other.verdict !== 'found')} />
            )}
          </FoundRun>
        )}
        {mine.map((other) => (
          <OtherCause key={other.except.join()} other={other} />
        ))}
        {prevented !== null && <Preventions prevented={prevented} />}
      </div>
    </li>
  );
}

const ASKS = {
  prevent: { short: 'What prevents it?', long: 'Which single change prevents it?' },
  another: { short: 'Another cause?', long: 'Is there a counterexample of another cause?' },
} as const;

/** What leads to the secure page at the end of a run. */
const byText = (example: PropertyAnswer['example']): string =>
  example === null || example.causes.length === 0 ? '' : `, by ${example.causes.join(' and ')}`;

/** A further question about one property. */
function Ask({
  what,
  of,
  answered,
}: {
  readonly what: keyof typeof ASKS;
  readonly of: string;
  /** It stays where it is when it is answered: whoever pressed it is still on it. */
  readonly answered: boolean;
}): ReactNode {
  const busy = useExplored((state) => state.going !== null);
  const { prevent, findAnother } = useExplore();
  const ask = what === 'prevent' ? prevent : findAnother;
  return (
    <button
      type="button"
      className="flat further"
      aria-disabled={busy || answered}
      aria-label={`${ASKS[what].short} ${of}`}
      data-tip={answered ? 'The answer stands below.' : ASKS[what].long}
      onClick={answered ? undefined : () => ask(of)}
    >
      {ASKS[what].short}
    </button>
  );
}

function OtherCause({ other }: { readonly other: Another }): ReactNode {
  const { property, sentence, example } = other;
  return (
    <div className="other-cause">
      <p className="worth">
        {sentence}
        {byText(example)}
      </p>
      {example !== null && (
        <FoundRun text={example.text} name="other counterexample" of={`${property}, ${example.causes.join(', ')}`} />
      )}
    </div>
  );
}
