import { present } from '../../base/assert.ts';
import { parseStatement } from '../../scenario/parse.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import { applySettings } from '../../scenario/settings.ts';
import type { Command } from '../action.ts';
import type { Config } from '../config.ts';
import type { Event } from '../event.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine.ts';
import { perform, type Performed } from '../run.ts';
import { machineFromText, showMachine } from '../text.ts';
import { showEvent } from './show-event.ts';

/**
 * A machine to try things on, for tests only (no product file imports this folder): its kernel is what a scenario's machine line says, its
 * state what a text shows, and what happens on it is written as a scenario's lines.
 */
export type Rig = { readonly kernel: Kernel; readonly machine: Machine; readonly events: Event[] };

/** A configuration from the settings of a machine line: `kernel=v3.9 cpus=2`; a bare first word is the kernel. */
export function configOf(settings: string): Config {
  const pairs = settings.split(' ').map((word) => (word.includes('=') ? word : `kernel=${word}`));
  const parsed = parseStatement(`machine ${pairs.join(' ')}`);
  if (!parsed.ok || parsed.value.type !== 'machine') throw new Error(`not a machine line: ${settings}`);
  return applySettings(parsed.value.settings).config;
}

export function makeRig(settings: string, text = ''): Rig {
  return { ...machineFromText(configOf(settings), text), events: [] };
}

/** The lines of a text without white space around them, blank ones left out: how pictures are written and compared. */
export function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** A picture in a test: text`…` without its indentation. */
export function text(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return trimmed(String.raw({ raw: strings }, ...values));
}

/** What a line of a scenario asks of the model. */
export function commandOf(config: Config, line: string): Command {
  const parsed = parseStatement(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
  const { value } = parsed;
  if (value.type === 'title' || value.type === 'note' || value.type === 'machine' || value.type === 'expect') {
    throw new Error(`${line}: not a step`);
  }
  const command = elaborateStep(config, value);
  if (!command.ok) throw new Error(`${line}: ${command.error}`);
  return command.value;
}

/** Carries out one line, whatever comes of it. */
export function attempt({ kernel, machine, events }: Rig, line: string, order?: readonly number[]): Performed {
  return perform(kernel, machine, commandOf(kernel.config, line), (event) => events.push(event), order);
}

/** Carries out lines that must all be possible; a number before the colon of `tick` repeats it: `cpu0: tick 3`. */
export function run(rig: Rig, lines: string): Rig {
  for (const line of trimmed(lines).split('\n')) {
    const [, step = line, times = '1'] = /^(.*: tick) (\d+)$/.exec(line) ?? [];
    for (let i = 0; i < Number(times); i++) {
      const { outcome, reason } = attempt(rig, step);
      if (outcome !== 'done') throw new Error(`${line}: ${outcome}: ${present(reason, 'reason')}`);
    }
  }
  return rig;
}

/** Why a line is not simply done, as a person is told; null when it is. */
export function reasonFor(rig: Rig, line: string): string | null {
  return attempt(rig, line).reason;
}

export function show({ kernel, machine }: Rig): string {
  return showMachine(kernel, machine);
}

/** Text in, text out: the machine that these lines make of this one. */
export function runText(settings: string, text: string, lines: string): string {
  return show(run(makeRig(settings, text), lines));
}

/** What happened since the last time this was asked, a line per event; `line` events only if asked for. */
export function logOf(rig: Rig, without: readonly Event['type'][] = ['line']): string {
  const events = rig.events.splice(0);
  return events
    .filter(({ type }) => !without.includes(type))
    .map((event) => showEvent(rig.kernel.config, event))
    .join('\n');
}

/** The log of these lines alone. */
export function logText(settings: string, text: string, lines: string): string {
  return logOf(run(makeRig(settings, text), lines));
}

/** The log of one kind of event only. */
export function logOfOnly(rig: Rig, types: readonly Event['type'][]): string {
  const events = rig.events.splice(0).filter(({ type }) => types.includes(type));
  return events.map((event) => showEvent(rig.kernel.config, event)).join('\n');
}
