import { PRESETS } from '../../model/eras.ts';
import type { Frame } from '../../timeline/frame.ts';

/** How the step ended in a lane, in a word, and what there is to say of it. */
export type LaneOutcome = {
  readonly kind: 'start' | 'done' | 'nothing' | 'refused' | 'sleeps' | 'fault' | 'bug';
  readonly word: string;
  readonly text: string;
};

/** What became of the current step in one lane. */
export function laneOutcome({ step }: Frame): LaneOutcome {
  if (step === null) return { kind: 'start', word: 'booted', text: 'Nothing has happened yet.' };
  const { events, outcome, sentence, reason } = step;
  if (events.some(({ type }) => type === 'bug')) return { kind: 'bug', word: 'BUG', text: sentence };
  if (events.some(({ type }) => type === 'violation')) return { kind: 'fault', word: 'fault', text: sentence };
  switch (outcome) {
    case 'refused':
      return { kind: 'refused', word: 'refused', text: reason ?? sentence };
    case 'waiting':
      return { kind: 'sleeps', word: 'sleeps', text: sentence };
    case 'nothing':
      return { kind: 'nothing', word: 'no effect', text: sentence };
    case 'done':
    case 'expect_ok':
    case 'expect_failed':
    case 'note':
      return { kind: 'done', word: 'done', text: sentence };
  }
}

/** What a lane's kernel is, in one line: the preset's title, and the switches that were changed. */
export function laneAbout(kernel: string): string {
  const [name, ...switches] = kernel.split(' ');
  const title = PRESETS.find((preset) => preset.name === name)?.title ?? '';
  return switches.length === 0 ? title : `${name ?? ''} with ${switches.join(' ')}`;
}
