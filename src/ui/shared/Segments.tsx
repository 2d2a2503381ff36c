import type { ReactNode } from 'react';

/** One of a few: radio buttons that look like one control. */
export function Segments<T extends string | number>({
  legend,
  name,
  options,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: ReactNode, tip?: string])[];
  readonly value: T;
  /** `field`: what was chosen with, which has the focus. */
  readonly onChange: (value: T, field: HTMLElement) => void;
}): ReactNode {
  return (
    <fieldset className="segments">
      <legend className="only-read">{legend}</legend>
      {options.map(([one, label, tip]) => (
        <label key={one} data-tip={tip}>
          <input
            type="radio"
            name={name}
            className="only-read"
            checked={value === one}
            onChange={({ target }) => onChange(one, target)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
