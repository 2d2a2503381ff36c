import { err, ok, type Result } from '../../base/result.ts';
import type { Action } from '../../model/action.ts';
import { SWITCHES, type Config } from '../../model/config.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import type { Expect, Line, Scenario, Setting, Step } from '../../scenario/syntax.ts';
import { begunMeanwhile, breachIn } from './as-written.ts';
import { roomNamed, scenarioByName } from './named.ts';
import {
  ALL_HARDWARE,
  isPrograms,
  REDUCED,
  type Hardware,
  type Owner,
  type Programs,
  type ProgramStep,
  type Question,
  type Reductions,
} from './question.ts';

/** What a person chooses for the operations of a scenario; the sizes are what these operations need. */
export type ScenarioChoice = {
  readonly kernel: string;
  readonly config: Config;
  readonly owner?: Owner;
  readonly hardware?: Partial<Hardware>;
  readonly reductions?: Reductions;
  /** What else is asked about the machine, by names (named.ts): it has room for that. */
  readonly expects?: readonly Expect[];
};

/**
 * The question whether the operations of a scenario, each CPU's in their order, can go wrong in any interleaving. Ticks, finishes, fills,
 * evictions and interrupts from other CPUs come at any time anyway, so the lines that ask for them are passed over. The machine is as small
 * as these operations allow. Refused: where nothing is done, or more pages are handed over than a set can tell apart.
 */
export function scenarioQuestion(scenario: Scenario, choice: ScenarioChoice): Result<Question, string> {
  const { lines } = scenarioByName(choice.config, scenario);
  const steps = lines.flatMap(({ statement }) => (statement !== null && isStep(statement) ? [statement] : []));
  const meanwhile = begunMeanwhile(choice.config, steps);
  const asWritten = programsOn(choice.config, steps, meanwhile);
  if (!asWritten.ok) return asWritten;
  if (asWritten.value.every((program) => program.length === 0)) return err(NOBODY_ACTS);
  const config = smallEnough(choice, steps, asWritten.value);
  const programs = programsOn(config, steps, meanwhile);
  if (!programs.ok) return programs;
  const { owner = 'quiesces', kernel, reductions = REDUCED } = choice;
  const chosen = scenario.lines.flatMap(chosenIn);
  const kept = stillSound(config, programs.value, reductions);
  const hardware = { ...ALL_HARDWARE, ...choice.hardware };
  const question = { kernel, config, chosen, owner, hardware, does: programs.value, reductions: kept };
  // On its own machine, on which it is written.
  const written = { ...question, config: choice.config, does: asWritten.value };
  return ok({ ...question, breach: breachIn(written, steps) });
}

const NOBODY_ACTS =
  'no CPU does anything in this scenario: add a line for one (cpu0: kmap_atomic(page0)), or explore without the scenario what CPUs may do at any time';

/** Whoever nests beyond his strip writes another's, an access reads what a set does not tell, and CPUs with programs are not alike. */
function stillSound({ sizes }: Config, programs: Programs, { merge, tlbSets }: Reductions): Reductions {
  const reads = readsItself(programs);
  const overflows = programs.some((program) => deepest(program) > sizes.slots);
  return { merge: merge && !overflows, tlbSets: tlbSets && !reads && !overflows, symmetry: false };
}

/** What each CPU does, in the numbers that cells of this configuration hold. */
function programsOn(config: Config, steps: readonly Step[], meanwhile: ReadonlySet<Step>): Result<Programs, string> {
  const programs: ProgramStep[][] = Array.from({ length: config.sizes.cpus }, () => []);
  for (const step of steps) {
    if (step.type === 'speculate' || step.type === 'evict') continue;
    const command = elaborateStep(config, step);
    if (!command.ok) return command;
    if (command.value.type === 'finish') continue;
    const { action } = command.value;
    const does = programStep(action);
    if (does !== null) programs[action.cpu]?.push(meanwhile.has(step) ? { ...does, meanwhile: true } : does);
  }
  return ok(programs);
}

/** What the scenario's own machine line sets of its kernel. */
function chosenIn({ statement }: Line): readonly Setting[] {
  return statement?.type === 'machine' ? statement.settings.filter(({ key }) => Object.hasOwn(SWITCHES, key)) : [];
}

/** Is this a line that does something, neither words nor an expectation? */
export const isStep = (statement: { readonly type: string }): statement is Step =>
  !['title', 'note', 'machine', 'expect'].includes(statement.type);

/** Functions that read or write through an address themselves. */
const READS: readonly string[] = ['read', 'copy_highpage', 'dma_clean'];

/** Does code of this question access addresses, beside what hardware does of itself? In the free environment none does. */
export const readsItself = (does: Question['does']): boolean =>
  isPrograms(does) && does.flat().some((step) => step.type === 'call' && READS.includes(step.fn));

function programStep(action: Action): ProgramStep | null {
  switch (action.type) {
    case 'call':
      return { type: 'call', fn: action.fn, a: action.a, b: action.b };
    case 'irq':
    case 'irq_return':
      return { type: action.type };
    case 'schedule':
      return { type: 'schedule', task: action.task };
    case 'tick':
    case 'handle_IPI':
    case 'take_abort':
    case 'speculate':
    case 'evict':
      return null;
  }
}

/** How deep a program nests at most. An interrupt may come before what went before it has given its position back. */
export function deepest(program: readonly ProgramStep[]): number {
  let depth = 0;
  let notYetGivenBack = 0;
  let most = 0;
  for (const step of program) {
    if (step.type === 'irq') depth += notYetGivenBack;
    notYetGivenBack = 0;
    if (step.type !== 'call') continue;
    if (MAPS.includes(step.fn)) depth++;
    most = Math.max(most, depth + (step.fn === 'copy_highpage' ? 2 : step.fn === 'dma_clean' ? 1 : 0));
    if (UNMAPS.includes(step.fn)) depth--;
    if (UNMAPS.includes(step.fn)) notYetGivenBack = 1;
  }
  return most;
}

const MAPS: readonly string[] = ['kmap_atomic', 'kmap_atomic_pfn', 'kmap_local_page'];
const UNMAPS: readonly string[] = ['kunmap_atomic', 'kunmap_local'];
const PKMAPS: readonly string[] = ['kmap', 'kunmap'];

/** The same kernel with no more pages, slots and pkmap entries than is spoken of or needed. */
function smallEnough({ config, expects = [] }: ScenarioChoice, steps: readonly Step[], programs: Programs): Config {
  const { sizes, switches } = config;
  const kmaps = programs.flat().some((step) => step.type === 'call' && PKMAPS.includes(step.fn));
  const named = roomNamed(steps, expects);
  return {
    ...config,
    switches: { ...switches, firewall: 'silent_zero' },
    sizes: {
      ...sizes,
      pages: Math.max(1, named.pages),
      low: named.low,
      slots: Math.min(sizes.slots, Math.max(2, slotsNeeded(config, programs), named.slots)),
      pkmap: Math.min(sizes.pkmap, Math.max(kmaps ? named.pages + 2 : 0, named.pkmap)),
      tlb_entries: 0,
    },
  };
}

/** Slots for the deepest nesting, and those that are kept back (kmap_local), skipped by a flush, or guards; or those that callers choose. */
function slotsNeeded({ switches }: Config, programs: Programs): number {
  const types = programs.flat().map((step) => (step.type === 'call' && step.fn === 'kmap_atomic' ? step.b + 1 : 0));
  if (switches.index_owner === 'type') return Math.max(...types);
  const skipped = switches.flush_start === 'doubled_begin' ? Number(switches.fix_kmap_begin) : 0;
  const kept = switches.index_owner === 'task' ? 1 : 0;
  return Math.max(...programs.map(deepest)) * Number(switches.km_incr) + kept + skipped;
}
