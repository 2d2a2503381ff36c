import type { ReactNode } from 'react';
import type { Surroundings } from './Screen.tsx';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { BelieveDialog } from './dialogs/BelieveDialog.tsx';
import { HelpDialog } from './dialogs/HelpDialog.tsx';
import { LibraryDialog } from './dialogs/LibraryDialog.tsx';
import { MachineDialog } from './dialogs/MachineDialog.tsx';
import { ShareDialog } from './dialogs/ShareDialog.tsx';
import { comparedKernels } from '../state/selectors.ts';
import { useCommands, useSelect } from './shared/app.ts';

/** The dialog that is open, if one is. */
export function Dialogs({
  addressOf,
  onCopy,
}: Surroundings & { readonly onCopy: (text: string, what: string) => void }): ReactNode {
  const dialog = useSelect((state) => state.dialog);
  const session = useSelect((state) => state.session);
  const commands = useCommands();
  const close = commands.closeDialog;
  const lane = session?.lanes[0];
  if (dialog === 'help') return <HelpDialog onBelieve={() => commands.openDialog('believe')} onClose={close} />;
  if (dialog === 'believe') return <BelieveDialog onClose={close} />;
  const closing = (act: () => Promise<unknown>) => (): void => {
    close();
    void act();
  };
  if (dialog === 'library') {
    return (
      <LibraryDialog
        onClose={close}
        onLink={(typed) => closing(() => commands.openLink(typed))()}
        onFile={closing(commands.pickFile)}
        onTour={closing(() => commands.openTour(1))}
      />
    );
  }
  if (session === null || lane === undefined) return null;
  if (dialog === 'share') return <ShareDialog addressOf={addressOf} onCopy={onCopy} onClose={close} />;
  if (dialog === 'compare') {
    return (
      <CompareDialog
        own={lane.kernel}
        beside={comparedKernels(session)}
        onCompare={(kernels) => void commands.compare(kernels)}
        onClose={close}
      />
    );
  }
  if (dialog !== 'machine') return null;
  return (
    <MachineDialog
      kernel={lane.kernel}
      config={lane.config}
      onMachine={(settings) => void commands.setMachine(settings)}
      onClose={close}
    />
  );
}
