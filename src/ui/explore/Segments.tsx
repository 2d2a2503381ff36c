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
  readonly options: readonly (readonly [value: T, label: ReactNode])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): ReactNode {
  return (
    <fieldset className="segments">
      <legend className="only-read">{legend}</legend>
      {options.map(([one, label]) => (
        <label key={one}>
          <input
            type="radio"
            name={name}
            className="only-read"
            checked={value === one}
            onChange={() => onChange(one)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
