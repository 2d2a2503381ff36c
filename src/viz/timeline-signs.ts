import type { StepOutline } from '../timeline/frame.ts';
import { GLYPHS } from './glyphs.ts';

/** A letter of the words beside a sign, in pixels: the mono of time.css. */
export const LABEL_LETTER = 6.7;

/** How large a sign of nobody is, in the head over the lanes. */
export const HEAD_SIGN = 0.75;

/** What is written beside a sign: its label, or where there is no room for that the call alone, or nothing. */
export function wordsIn(label: string, room: number): string {
  const fits = (words: string): boolean => words.length * LABEL_LETTER <= room;
  if (fits(label)) return label;
  // Of two calls in one step neither stands for both.
  const [call = ''] = label.split(/[ (]/);
  return label.includes(',') || !fits(call) ? '' : call;
}

/** The sign of a step, around the origin; an expectation that failed is crossed out. */
export function signPath({ outcome, kind }: StepOutline): string {
  return outcome === 'expect_failed' ? CROSSED.fault : GLYPHS[kind].d;
}

export function toneOf(step: StepOutline): string {
  return step.fault || step.outcome === 'expect_failed' ? 'exposed' : GLYPHS[step.kind].tone;
}

/** What stands on the lane of the secure world: the request that was granted, the access that was refused. */
export const CROSSED = { request: 'M-4.5,-4.5h9v9h-9z', fault: 'M-4,-4l8,8M4,-4l-8,8' } as const;

export const isRequest = ({ kind, outcome }: StepOutline): boolean =>
  (kind === 'protect' || kind === 'unprotect') && outcome === 'done';
