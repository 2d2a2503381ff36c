import { useState, type SyntheticEvent, type ReactNode } from 'react';
import { SWITCHES, type SwitchName } from '../../model/config.ts';
import { PRESETS } from '../../model/eras.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KERNEL_GROUPS } from '../shared/kernel-groups.ts';
import { otherValues, suggestionsFor, toggled, whyNoMore, withSwitch } from './compare-choices.ts';
import './compare-dialog.css';

export type CompareDialogProps = {
  /** The scenario's own kernel: the first lane. */
  readonly own: string;
  /** Kernels beside it. */
  readonly beside: readonly string[];
  readonly onCompare: (kernels: readonly string[]) => void;
  readonly onClose: () => void;
};

/** Which kernels run the schedule: presets, or a preset with one switch changed. */
export function CompareDialog({ own, beside, onCompare, onClose }: CompareDialogProps): ReactNode {
  const [chosen, setChosen] = useState(beside);
  const full = whyNoMore(chosen);
  const compare = (kernels: readonly string[]): void => {
    onCompare(kernels);
    onClose();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    compare(chosen);
  };
  const toggle = (kernel: string): void => {
    if (chosen.includes(kernel) || full === null) setChosen(toggled(chosen, kernel));
  };
  return (
    <Dialog title="Compare kernels" onClose={onClose} wide>
      <p>
        The same schedule runs under each of them, step by step. What one refuses is shown there, and the rest goes on.
      </p>
      <div className="suggestions" role="group" aria-label="Suggestions">
        {suggestionsFor(own).map(({ title, kernels }, i) => (
          <button
            key={title}
            type="button"
            className="box"
            data-first={i === 0 ? '' : undefined}
            onClick={() => compare(kernels)}
          >
            {title} <small className="quiet">{[own, ...kernels].join(', ')}</small>
          </button>
        ))}
      </div>
      <form className="compare-form" onSubmit={submit}>
        <Presets own={own} chosen={chosen} full={full} onToggle={toggle} />
        <div className="compare-chosen">
          <h3 className="label">Lanes</h3>
          <ol>
            <li>
              <code>{own}</code> <small className="quiet">the run’s own</small>
            </li>
            {chosen.map((kernel) => (
              <li key={kernel}>
                <code>{kernel}</code>
                <button type="button" className="close" aria-label={`Remove ${kernel}`} onClick={() => toggle(kernel)}>
                  <Icon name="cross" size={12} />
                </button>
              </li>
            ))}
          </ol>
          <OneSwitch own={own} full={full} onAdd={(kernel) => setChosen([...new Set([...chosen, kernel])])} />
          <div className="dialog-actions">
            <button type="submit" className="solid">
              {chosen.length === 0 ? 'Show one lane' : `Compare ${String(chosen.length + 1)} lanes`}
            </button>
            <button type="button" className="box" onClick={onClose}>
              Cancel
            </button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}

/** Every preset, to be ticked. */
function Presets({
  own,
  chosen,
  full,
  onToggle,
}: {
  readonly own: string;
  readonly chosen: readonly string[];
  readonly full: string | null;
  readonly onToggle: (kernel: string) => void;
}): ReactNode {
  return (
    <div className="compare-presets">
      {KERNEL_GROUPS.map(({ title, presets }) => (
        <fieldset key={title}>
          <legend className="label">{title}</legend>
          {presets.map(({ name, title: about }) => {
            const ticked = name === own || chosen.includes(name);
            const reason = name === own ? 'This is the run’s own kernel: it is the first lane.' : ticked ? null : full;
            return (
              <label key={name} data-tip={reason ?? undefined}>
                <input
                  type="checkbox"
                  checked={ticked}
                  aria-disabled={reason !== null}
                  onChange={() => reason === null && onToggle(name)}
                />
                <code>{name}</code>
                <small>{about}</small>
              </label>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}

const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

/** One preset with one switch changed: what that switch alone is good for. */
function OneSwitch({
  own,
  full,
  onAdd,
}: {
  readonly own: string;
  readonly full: string | null;
  readonly onAdd: (kernel: string) => void;
}): ReactNode {
  const [kernel, setKernel] = useState(own.split(' ')[0] ?? own);
  const [name, setName] = useState<SwitchName>('flush');
  const [picked, setPicked] = useState('');
  const values = otherValues(kernel, name);
  const value = values.includes(picked) ? picked : (values[0] ?? '');
  return (
    <fieldset className="one-switch">
      <legend className="label">One switch changed</legend>
      <Choice label="kernel" value={kernel} options={PRESETS.map((preset) => preset.name)} onChoose={setKernel} />
      <Choice
        label="switch"
        value={name}
        options={SWITCH_NAMES}
        onChoose={(next) => setName(SWITCH_NAMES.find((one) => one === next) ?? name)}
      />
      <Choice label="value" value={value} options={values} onChoose={setPicked} />
      <button
        type="button"
        className="box"
        aria-disabled={full !== null}
        data-tip={full ?? undefined}
        onClick={() => full === null && onAdd(withSwitch(kernel, name, value))}
      >
        Add this lane
      </button>
    </fieldset>
  );
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChoose: (value: string) => void;
}): ReactNode {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
