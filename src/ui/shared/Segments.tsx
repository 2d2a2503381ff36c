import { memo, type ReactNode } from 'react';
import { letGo } from './let-go.ts';

type SegmentsProps<T> = {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: ReactNode, tip?: string])[];
  readonly value: T;
  /** `field`: what was chosen with, which has the focus. */
  readonly onChange: (value: T, field: HTMLElement) => void;
};

/** One of a few: radio buttons that look like one control. */
export function Segments<T extends string | number>({
  legend,
  name,
  options,
  value,
  onChange,
}: SegmentsProps<T>): ReactNode {
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

/**
 * The same beside what moves in time: once chosen, the keys are those of time again. It stays as it is while time moves on: to write the name
 * of a radio button once more has the browser sort its group anew.
 */
export const SegmentsOfTime = memo(function SegmentsOfTime({ onChange, ...rest }: SegmentsProps<string | number>) {
  const chosen = (one: string | number, field: HTMLElement): void => {
    onChange(one, field);
    letGo(field);
  };
  return <Segments {...rest} onChange={chosen} />;
}) as <T extends string | number>(props: SegmentsProps<T>) => ReactNode;
