import { useState, type SyntheticEvent, type ReactNode } from 'react';
import { SIZES, type Config, type SizeName } from '../../model/config.ts';
import { SHOWN_SIZES, settingsText } from '../top/machine-settings.ts';
import { Dialog } from './Dialog.tsx';

export type MachineDialogProps = {
  readonly kernel: string;
  readonly config: Config;
  readonly onMachine: (settings: string) => void;
  readonly onClose: () => void;
};

/** How big the machine is. The run stays; a step that the smaller machine cannot do is refused with its reason. */
export function MachineDialog({ kernel, config, onMachine, onClose }: MachineDialogProps): ReactNode {
  // As it is typed: on the way from 4 to 14 there may be nothing in the field. What is no size of a machine the browser refuses, and says why.
  const [typed, setTyped] = useState<Partial<Record<SizeName, string>>>({});
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const chosen = Object.entries(typed).map(([name, text]) => [name, Number(text)] as const);
    onMachine(settingsText(kernel, { ...config, sizes: { ...config.sizes, ...Object.fromEntries(chosen) } }, true));
    onClose();
  };
  return (
    <Dialog title="Machine" onClose={onClose}>
      <form className="machine" onSubmit={submit}>
        {SHOWN_SIZES.map((name) => (
          <label key={name}>
            <span>{SIZES[name].unit}</span>
            <input
              type="number"
              min={SIZES[name].min}
              max={SIZES[name].max}
              required
              value={typed[name] ?? config.sizes[name]}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
            <small>
              {SIZES[name].min} to {SIZES[name].max}
            </small>
          </label>
        ))}
        <p className="quiet">The run is replayed on the new machine from its first step.</p>
        <div className="dialog-actions">
          <button type="submit" className="solid">
            Use this machine
          </button>
          <button type="button" className="box" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
