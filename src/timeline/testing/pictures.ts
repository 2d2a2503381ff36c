import { buildKernel } from '../../model/kernel.ts';
import { configOf } from '../../model/testing/rig.ts';
import { showMachine } from '../../model/text.ts';
import type { Frame } from '../frame.ts';
import { replay, runAt, type Run } from '../run.ts';
import { frameAt } from '../step-view.ts';
import { stepsOfText } from './random-steps.ts';

/** Pictures of runs, for tests only: text in, text out. */

/** A run of lines on a kernel: `kernel=v3.9 cpus=2`. */
export function runOf(settings: string, lines: string): Run {
  return replay(buildKernel(configOf(settings)), stepsOfText(unindented(lines)));
}

/** The last frame of a run. */
export function lastFrame(run: Run): Frame {
  return frameAt(run, run.records.length, null).frame;
}

/** What is told of each step of a run, a line per step. */
export function storyOfRun(run: Run): string {
  return run.records.map((_, i) => frameAt(run, i + 1, null).frame.step?.sentence ?? '').join('\n');
}

/** The machine at the end of a run. */
export function picture(run: Run): string {
  return showMachine(run.kernel, runAt(run, run.records.length));
}

/** Lines without the indentation that they have in a test. */
export function unindented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
