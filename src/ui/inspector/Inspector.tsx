import { useMemo, useState, type ReactNode } from 'react';
import type { Config } from '../../model/config.ts';
import { mostTelling } from '../../state/looked-at.ts';
import type { Radix } from '../../state/state.ts';
import { RADICES } from '../../state/state.ts';
import type { Frame } from '../../timeline/frame.ts';
import { pteBits } from '../../viz/pte-bits.ts';
import { stepMarks } from '../../viz/step-marks.ts';
import { Icon } from '../shared/Icon.tsx';
import { Mark } from '../shared/Mark.tsx';
import { part } from '../shared/Part.tsx';
import { Picture } from '../shared/Picture.tsx';
import { SegmentsOfTime } from '../shared/Segments.tsx';
import { Terms } from '../shared/Terms.tsx';
import { useRoom } from '../shared/use-room.ts';
import { factsOf, type Facts, type WordFacts } from './facts.ts';

/** Shown to those who want to see everything. */
const PkmapWindow = part('The window of pkmap', async () => (await import('./PkmapWindow.tsx')).PkmapWindow);

export type InspectorProps = {
  readonly frame: Frame;
  readonly config: Config;
  readonly selection: string | null;
  readonly radix: Radix;
  readonly folded: boolean;
  /** Every field of every word is told in full. */
  readonly full: boolean;
  readonly onRadix: (radix: Radix) => void;
  readonly onFold: () => void;
  readonly onLook: (object: string) => void;
  readonly onWhy: (object: string) => void;
  readonly onProtect: (page: string, secure: boolean) => void;
};

/** One object down to its bits: where its address comes from, its Linux word and its hardware word. */
export function Inspector(props: InspectorProps): ReactNode {
  const { frame, config, selection, folded, radix } = props;
  const before = useMemo(() => stepMarks(frame.step?.events ?? [], config.sizes.slots).before, [frame, config]);
  const facts =
    (selection === null ? null : factsOf(selection, frame, config, before)) ??
    factsOf(mostTelling(frame), frame, config, before);
  if (facts === null) return null;
  return (
    <section className={folded ? 'inspector folded' : 'inspector'} aria-label="Inspector">
      <header>
        <h2>
          <button type="button" className="fold" aria-expanded={!folded} onClick={props.onFold}>
            <Icon name={folded ? 'right' : 'down'} size={12} />
            {facts.object}
          </button>
        </h2>
        <span className="summary">
          <Terms text={facts.summary} />
        </span>
        <span className="terms">
          {facts.terms.map(({ name, text }) => (
            <span key={name}>{name === 'idx' ? `idx ${text} ` : `${text} `}</span>
          ))}
        </span>
        <Actions facts={facts} {...props} />
        {!folded && (
          <SegmentsOfTime
            legend="How numbers are written"
            name="radix"
            options={RADIX_OPTIONS}
            value={radix}
            onChange={props.onRadix}
          />
        )}
      </header>
      {folded ? (
        <p className="words-line">
          {facts.words.map(({ title, word }) => (
            <span key={title}>
              {title} <code>0x{word}</code>
            </span>
          ))}
        </p>
      ) : (
        facts.words.map((word) => <Word key={word.title} facts={word} radix={radix} full={props.full} />)
      )}
      {props.full && !folded && config.sizes.pkmap > 0 && (
        <PkmapWindow frame={frame} entries={config.sizes.pkmap} onLook={props.onLook} onLost={props.onFold} />
      )}
    </section>
  );
}

function Actions({
  facts,
  onWhy,
  onProtect,
}: { readonly facts: Facts } & Pick<InspectorProps, 'onWhy' | 'onProtect'>): ReactNode {
  const { page, object } = facts;
  return (
    <span className="actions">
      <button type="button" className="why" onClick={() => onWhy(object)} aria-label={`Why is ${object} so?`}>
        why?
      </button>
      {page !== null && (
        <button type="button" className="operation" onClick={() => onProtect(page.name, !page.secure)}>
          {page.secure ? 'secure_unprotect' : 'secure_protect'}({page.name})
        </button>
      )}
    </span>
  );
}

const RADIX_OPTIONS = RADICES.map((one) => [one, one] as const);

const HEIGHT = 38;

function Word({
  facts,
  radix,
  full,
}: {
  readonly facts: WordFacts;
  readonly radix: Radix;
  readonly full: boolean;
}): ReactNode {
  const [ref, room] = useRoom();
  const [flipped, setFlipped] = useState(false);
  const open = flipped !== full;
  const { title, word, fields, before } = facts;
  const data = useMemo(() => ({ fields, before, radix }), [fields, before, radix]);
  const size = useMemo(() => (room === null ? null : { width: room.size.width, height: HEIGHT }), [room]);
  const spoken = fields.map(({ field, text }) => `${field.name} ${text}`).join(', ');
  return (
    <div className="word">
      <button
        type="button"
        className="word-name"
        aria-expanded={open}
        data-tip="Every field in words"
        onClick={() => setFlipped(!flipped)}
      >
        <span>{title}</span>
        <code>0x{word}</code>
      </button>
      <div ref={ref} className="bits-room">
        {size !== null && size.width < NARROW && <p className="bits-text">{setFields(facts)}</p>}
        {size !== null && size.width >= NARROW && (
          <Picture size={size} scale={room?.scale ?? 1} role="img" aria-label={`${title} word 0x${word}: ${spoken}`}>
            <Mark mark={pteBits} size={size} data={data} since={NONE} />
          </Picture>
        )}
      </div>
      {open && (
        <dl className="field-list">
          {fields.map(({ field, bits, text }) => (
            <div key={field.name}>
              <dt>
                <code>{field.name}</code>{' '}
                <span className="quiet">
                  {field.high === field.low ? field.high : `${String(field.high)}:${String(field.low)}`}
                </span>
              </dt>
              <dd>
                <code>{bits.length > 8 ? text : bits}</code> {field.meaning}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** Below this width bits are not drawn but named. */
const NARROW = 520;

/** The fields that are not zero, in words: `pfn 0x60123, XN, DIRTY, MT 7`. */
function setFields({ fields }: WordFacts): string {
  const set = fields.filter(({ value }) => value !== 0);
  if (set.length === 0) return 'all bits are 0';
  const short = (name: string): string => name.replace(/^L_PTE_/, '');
  return set
    .map(({ field, value, bits }) => `${short(field.name)}${bits.length === 1 ? '' : ` 0x${value.toString(16)}`}`)
    .join(', ');
}

const NONE: readonly never[] = [];
