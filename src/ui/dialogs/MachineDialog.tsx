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
  const [sizes, setSizes] = useState(config.sizes);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onMachine(settingsText(kernel, { ...config, sizes }, true));
    onClose();
  };
  const set = (name: SizeName, text: string): void => {
    const { min, max } = SIZES[name];
    const value = Number.parseInt(text, 10);
    if (!Number.isNaN(value)) setSizes({ ...sizes, [name]: Math.max(min, Math.min(max, value)) });
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
              value={sizes[name]}
              onChange={(event) => set(name, event.target.value)}
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
