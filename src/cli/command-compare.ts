import type { Command } from 'commander';
import { present } from '../base/assert.ts';
import { ok } from '../base/result.ts';
import { BUGS } from '../model/call.ts';
import { COST_KINDS, type CostKind } from '../model/cost.ts';
import { cyclesOf, readWeights } from '../model/cycles.ts';
import { DEFAULT_WEIGHTS, type Weights } from '../model/weights.ts';
import { bugFired, faultPage, type Machine } from '../model/machine.ts';
import { isExposed } from '../model/slots.ts';
import { showMachine } from '../model/text.ts';
import { pageName } from '../scenario/names.ts';
import { formatStatement } from '../scenario/format.ts';
import { contrastSentence, contrastsOf } from '../timeline/differences.ts';
import { divergences } from '../timeline/divergence.ts';
import { runLanes, type LaneRun } from '../timeline/lanes.ts';
import { costsAt, runAt } from '../timeline/run.ts';
import { stepIndices } from '../timeline/steps.ts';
import { frameAt } from '../timeline/step-view.ts';
import { collect } from './command-link.ts';
import { complainOf, readScenario, type Input, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine, type JsonLine } from './json-lines.ts';
import { counted, indent, table } from './words.ts';

type Options = { readonly kernel: readonly string[]; readonly weights?: string; readonly json: boolean };

/** `compare FILE --kernel A --kernel B …`: one schedule under several kernels. */
export function addCompare(program: Command, { io, end }: Context): void {
  program
    .command('compare')
    .description('one scenario under several kernels: where they first part, what each costs, how each ends')
    .argument('<file>', 'a scenario, or - for standard input')
    .option(
      '--kernel <preset>',
      'a kernel to run it on, with switches if need be; at least one, and its own comes first when there is only one',
      collect,
      [],
    )
    .option(
      '--weights <kind=n,…>',
      `modelled cycles of one operation, for those that are to differ from our assumption (${COST_KINDS.map(
        (kind) => `${kind}=${DEFAULT_WEIGHTS[kind]}`,
      ).join(',')})`,
    )
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string, options: Options) => {
      end(compare({ io, json: options.json }, file, options));
    });
}

function compare(reading: Reading, file: string, { kernel: kernels, weights: asked }: Options): ExitCode {
  if (kernels.length === 0) {
    complainOf(
      reading,
      '--kernel',
      'compare with which kernel? Name one or more, as in --kernel rfc-v1 --kernel rfc-v2',
    );
    return 2;
  }
  const weights = asked === undefined ? ok(DEFAULT_WEIGHTS) : readWeights(asked);
  if (!weights.ok) {
    complainOf(reading, '--weights', weights.error);
    return 2;
  }
  const input = readScenario(reading, file);
  if (input === null) return 2;
  const all = runLanes(input.scenario, kernels);
  if (!all.ok) {
    complainOf(reading, '--kernel', all.error);
    return 2;
  }
  const lanes = kernels.length === 1 ? all.value : all.value.slice(1);
  const ends = lanes.map((lane) => endOf(lane, weights.value));
  const parting = partingOf(input, lanes);
  if (reading.json) for (const line of [parting, ...ends]) reading.io.out(jsonLine(line));
  else printText(reading, input, parting, ends);
  return 0;
}

type LaneEnd = JsonLine & { readonly type: 'lane' };
type Parting = JsonLine & { readonly type: 'divergence' };

function endOf({ name, config, run }: LaneRun, weights: Weights): LaneEnd {
  const costs = costsAt(run, run.records.length);
  const machine = runAt(run, run.records.length);
  const times = (outcome: string): number => run.records.filter((record) => record.outcome === outcome).length;
  const bug = bugFired(machine);
  return {
    type: 'lane',
    kernel: name,
    costs,
    cycles: cyclesOf(costs, weights),
    held: times('expect_ok'),
    failed: times('expect_failed'),
    refused: times('refused'),
    fault: faultPage(machine) !== 0,
    bug: bug === 0 ? null : present(BUGS[bug - 1], 'the bug that fired'),
    exposed: exposedPages(machine).map((page) => pageName(config, page)),
    machine: showMachine(run.kernel, machine).split('\n'),
  };
}

const exposedPages = (m: Machine): readonly number[] =>
  Array.from({ length: m.layout.pages }, (_, i) => i + 1).filter((page) => isExposed(m, page));

const NEVER: Parting = {
  type: 'divergence',
  step: null,
  line: null,
  text: null,
  lanes: [],
  contrast: null,
  differs: [],
  again: [],
};

/** The first step after which the lanes differ, what each says of it, and what differs then: the facts that the screen shows. */
function partingOf({ scenario, spans }: Input, lanes: readonly LaneRun[]): Parting {
  const [at, ...again] = divergences(lanes.map(({ run }) => run));
  if (at === undefined) return NEVER;
  const leading = present(lanes[0], 'a lane').run;
  const shown = lanes.map(({ name, config, run }) => ({
    kernel: name,
    config,
    frame: frameAt(run, at, null, leading).frame,
  }));
  const steps = shown.map(({ kernel, frame }) => {
    const step = present(frame.step, 'the step where the lanes part');
    return { kernel, outcome: step.outcome, sentence: step.sentence };
  });
  const statement = present(lanes[0]?.run.records[at - 1], 'the step where the lanes part').step;
  const line = spans[stepIndices(scenario)[at - 1] ?? 0]?.line ?? 0;
  const text = formatStatement(statement);
  const contrast = contrastSentence(shown);
  return { type: 'divergence', step: at, line, text, lanes: steps, contrast, differs: contrastsOf(shown), again };
}

function printText({ io }: Reading, { file }: Input, parting: Parting, ends: readonly LaneEnd[]): void {
  const { step, line, text, lanes, contrast, again } = parting;
  if (step === null) io.out('The kernels never part: every step leaves the same picture.');
  else {
    io.out(`They part at step ${step}, ${shownName(file)}:${line ?? 0}: ${text ?? ''}`);
    for (const row of table(lanes.map(({ kernel, sentence }) => [kernel, sentence]))) io.out(`  ${row}`);
    if (contrast !== null) io.out(contrast);
    if (again.length > 0)
      io.out(`Something more differs after ${again.length === 1 ? 'step' : 'steps'} ${again.join(', ')}.`);
  }
  io.out('');
  const head = ['', ...COST_KINDS.map((kind) => HEADS[kind]), 'modelled cycles'];
  const rows = ends.map(({ kernel, costs, cycles }) => [kernel, ...COST_KINDS.map((kind) => costs[kind]), cycles]);
  for (const row of table([head, ...rows])) io.out(row);
  for (const lane of ends) {
    io.out(`\n${lane.kernel}: ${outcomeOf(lane)}`);
    for (const row of indent(lane.machine, '  ')) io.out(row);
  }
}

const HEADS: { readonly [K in CostKind]: string } = {
  pte_writes: 'PTE writes',
  pte_reads: 'PTE reads',
  tlb_local: 'TLB local',
  tlb_broadcast: 'TLB broadcast',
  tlb_range: 'TLB range',
  barriers: 'barriers',
  ipis: 'IPIs',
  notifiers: 'notifier calls',
};

/** How a lane ends, in one line. */
function outcomeOf({ fault, bug, exposed, held, failed, refused }: LaneEnd): string {
  const parts = [
    fault ? 'the firewall refused an access' : 'no fault',
    exposed.length === 0 ? 'no secure page is reachable by a PTE' : `still mapped though secure: ${exposed.join(', ')}`,
    ...(bug === null ? [] : [`BUG: ${bug}`]),
    ...(refused === 0 ? [] : [`${counted(refused, 'step was', 'steps were')} not possible`]),
    ...(held + failed === 0 ? [] : [`${held} of ${counted(held + failed, 'expectation')} hold`]),
  ];
  return parts.join('; ');
}
