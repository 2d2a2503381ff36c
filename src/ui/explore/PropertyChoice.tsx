import { useId, type ReactNode } from 'react';
import { PROPERTIES } from '../../model/properties.ts';
import { ASKABLE, type Chosen } from '../../state/explore-state.ts';
import { Tick } from './FormRows.tsx';

/** Which properties are asked, each with its sentence; and one of the reader's own, whose mistake stands below it. */
export function PropertyChoice({
  chosen,
  mistake,
  onChange,
}: {
  readonly chosen: Chosen;
  readonly mistake: string | null;
  readonly onChange: (change: Partial<Chosen>) => void;
}): ReactNode {
  const id = useId();
  const { properties, own } = chosen;
  const many = properties.length === ASKABLE.length ? 'all properties' : `${String(properties.length)} properties`;
  const toggle = (name: string, on: boolean): void =>
    onChange({ properties: on ? [...properties, name] : properties.filter((other) => other !== name) });
  return (
    <div className="ask-row">
      <span className="ask-label" aria-hidden="true">
        What is asked
      </span>
      <div className="ask-control">
        <details className="ask-properties">
          <summary>{many}</summary>
          {(['always', 'sometimes'] as const).map((mood) => (
            <fieldset key={mood}>
              <legend>{mood === 'always' ? 'Is it always so?' : 'Does it ever happen?'}</legend>
              {PROPERTIES.filter((one) => one.mood === mood && ASKABLE.includes(one.name)).map(({ name, says }) => (
                <Tick key={name} checked={properties.includes(name)} onChange={(on) => toggle(name, on)}>
                  {says} <code>{name}</code>
                </Tick>
              ))}
            </fieldset>
          ))}
        </details>
        <label htmlFor={id} className="own-label">
          and always
        </label>{' '}
        <input
          id={id}
          className="own"
          value={own}
          placeholder="not stray(cpu1.slot0)"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={mistake !== null}
          aria-describedby={`${id}-mistake`}
          onChange={({ target }) => onChange({ own: target.value })}
        />
        <p id={`${id}-mistake`} className={mistake === null ? 'hint' : 'mistake'}>
          {mistake ?? 'A predicate of expect of your own: that it is so in every state.'}
        </p>
      </div>
    </div>
  );
}
