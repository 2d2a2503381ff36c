import type { ReactNode } from 'react';
import { currentStep, focusedLane, hasJustArrived, mainFrame } from '../state/selectors.ts';
import type { Frame } from '../timeline/frame.ts';
import { useCommands, useSelect } from './shared/app.ts';
import { StoryPanel } from './story/StoryPanel.tsx';

/** The story of what the store shows. */
export function Story(): ReactNode {
  const session = useSelect((state) => state.session);
  const arrived = useSelect(hasJustArrived);
  const taken = useSelect(currentStep);
  const step = arrived ? null : taken;
  const frame = useSelect(mainFrame);
  const why = useSelect((state) => state.why);
  const refusal = useSelect((state) => state.refusal);
  const lane = useSelect(focusedLane);
  const folded = useSelect((state) => state.folded.includes('routine'));
  const commands = useCommands();
  if (session === null || frame === null) return null;
  return (
    <StoryPanel
      title={session.title === '' ? 'A machine, just booted' : session.title}
      at={session.at}
      micro={session.micro}
      length={session.length}
      lane={session.lanes.length > 1 ? (session.lanes[lane]?.kernel ?? null) : null}
      note={session.note}
      step={step}
      why={why}
      refusal={refusal}
      opening={arrived ? endOf(frame, session.length) : openingOf(frame, session.length)}
      onSeek={(to) => void commands.seek(to)}
      onSelect={commands.select}
      onWhy={(object) => void commands.why(object)}
      codeFolded={folded}
      onFoldCode={() => commands.toggleFold('routine')}
      onCloseWhy={commands.closeWhy}
      onClearRefusal={commands.clearRefusal}
    />
  );
}

function openingOf(frame: Frame, length: number): string {
  const next =
    length === 0
      ? 'Map a page on some CPU to begin.'
      : `${String(length)} ${length === 1 ? 'step lies' : 'steps lie'} ahead: the right arrow key takes the first.`;
  return `${machineSentence(frame)} ${next}`;
}

/** What is said where a run is opened at its end. */
function endOf(frame: Frame, length: number): string {
  const steps = `${String(length)} ${length === 1 ? 'step leads' : 'steps lead'} here`;
  return `${machineSentence(frame)} ${steps}: the left arrow key goes back over the last.`;
}

function machineSentence({ cpus, slots }: Frame): string {
  const mapped = slots.filter(({ state }) => state !== 'none').length;
  const what =
    mapped === 0 ? 'nothing is mapped' : `${String(mapped)} ${mapped === 1 ? 'slot is' : 'slots are'} mapped`;
  return `${String(cpus.length)} CPUs, one page table for all of them, and ${what}.`;
}
