import type { StepOutline } from '../timeline/frame.ts';
import { GLYPHS } from './glyphs.ts';

/** A letter of the words beside a sign, in pixels: the mono of time.css. */
export const LABEL_LETTER = 6.7;

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
