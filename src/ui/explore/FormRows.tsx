import { useId, type ReactNode } from 'react';

/** A line of the form: what it is about, and what is chosen there. */
export function Row({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="ask-row">
      <span className="ask-label" aria-hidden="true">
        {label}
      </span>
      <div className="ask-control">{children}</div>
    </div>
  );
}

/** A line of the form with several things that go together. */
export function Group({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <div className="ask-row" role="group" aria-labelledby={id}>
      <span className="ask-label" id={id}>
        {label}
      </span>
      <div className="ask-control">{children}</div>
    </div>
  );
}

/** A choice from a list, with a sentence on what is chosen. */
export function Choice<T extends string>({
  label,
  value,
  options,
  says,
  onChange,
  children = null,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly says: string;
  readonly onChange: (value: T) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className="ask-row">
      <label className="ask-label" htmlFor={id}>
        {label}
      </label>
      <div className="ask-control">
        <select
          id={id}
          value={value}
          aria-describedby={`${id}-says`}
          onChange={({ target }) => {
            const chosen = options.find(([one]) => one === target.value);
            if (chosen !== undefined) onChange(chosen[0]);
          }}
        >
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
        <p className="hint" id={`${id}-says`}>
          {says}
        </p>
        {children}
      </div>
    </div>
  );
}

/** Something that may be so or not; `says`: what that means. */
export function Tick({
  checked,
  says = '',
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly says?: string;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  const tick = (
    <label className="tick">
      <input
        type="checkbox"
        checked={checked}
        {...(says === '' ? {} : { 'aria-describedby': id })}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>{children}</span>
    </label>
  );
  if (says === '') return tick;
  return (
    <div className="told-tick">
      {tick}
      <p className="hint" id={id}>
        {says}
      </p>
    </div>
  );
}
