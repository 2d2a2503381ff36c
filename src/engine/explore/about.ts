import { err, ok, type Result } from '../../base/result.ts';
import type { Progress } from '../../explore/search.ts';
import type { Config, Switches } from '../../model/config.ts';
import { load } from '../../scenario/lint.ts';
import type { Scenario } from '../../scenario/syntax.ts';
import { changesOf, oneSwitchChanges, type Change } from './changes.ts';
import { estimating, estimatingPrograms, type Estimate } from './estimate.ts';
import { choiceMistake, freeQuestion, slotsFor, USUAL_NESTING, type FreeChoice } from './free-question.ts';
import { costsOfKernel, type KernelCosts } from './kernel-costs.ts';
import { scenarioQuestion, type ScenarioChoice } from './programs.ts';
import { isOwn, readAsk, type Ask } from './ask.ts';
import { everyAsk } from './explore.ts';
import { expectByName, scenarioByName } from './named.ts';
import { lessReduced, type Hardware, type Owner, type Question } from './question.ts';

/** What somebody asks about, plain data: whatever CPUs may do at any time; or the operations of a scenario in any order, from its text. */
export type About =
  | { readonly type: 'free'; readonly choice: FreeChoice }
  | { readonly type: 'scenario'; readonly text: string; readonly owner: Owner; readonly hardware?: Hardware };

/** A question that can be asked again with one switch of its kernel set: who does what stays the same. */
export type Changeable = {
  readonly kernel: string;
  readonly question: Question;
  /** The machine that is spoken of: a scenario's own, of which no more is explored than its operations need. */
  readonly machine: Config;
  /** The same on a machine that has everything that these are about. */
  readonly withRoomFor: (asks: readonly Ask[]) => Changeable;
  readonly changes: readonly Change[];
  /** The same question with a change; null where that kernel cannot do what is asked about. */
  readonly under: (change: Change) => Question | null;
  /** What the kernel costs with a change; as it is for null. */
  readonly costs: (change: Change | null) => KernelCosts;
  /** How many states there will be. `own`: with a predicate of the person's own (question.ts, lessReduced). */
  readonly estimating: (own: boolean) => Generator<Progress, Estimate, number>;
};

/** What is asked about as a question; or why it cannot be asked. */
export function changeable(about: About): Result<Changeable, string> {
  if (about.type === 'free') {
    const mistake = choiceMistake(about.choice);
    return mistake === null ? ok(freely(about.choice)) : err(mistake);
  }
  const loaded = load(about.text);
  if (!loaded.ok) return err(loaded.diagnostics[0]?.message ?? 'this scenario cannot be read');
  const { scenario, kernel, config } = loaded;
  const { owner, hardware } = about;
  return inAnyOrder(scenario, { kernel, config, owner, ...(hardware === undefined ? {} : { hardware }) });
}

/** What is asked, and of what. */
export type Asked = { readonly asked: Changeable; readonly asks: readonly Ask[] };

/** Reads what is asked, by names of properties or as predicates of a person's own; all properties where nothing is. */
export function asksOf(about: Changeable, properties: readonly string[]): Result<Asked, string> {
  if (properties.length === 0) return ok({ asked: about, asks: everyAsk(about.question) });
  const asks: Ask[] = [];
  for (const text of properties) {
    const ask = readAsk(about.machine, text);
    if (!ask.ok) return ask;
    asks.push(isOwn(ask.value) ? expectByName(about.machine, ask.value) : ask.value);
  }
  return ok({ asked: about.withRoomFor(asks), asks });
}

/** Every CPU may do anything at any time. */
export function freely(choice: FreeChoice): Changeable {
  const question = freeQuestion(choice);
  const it: Changeable = {
    kernel: choice.kernel,
    question,
    machine: question.config,
    withRoomFor: () => it,
    changes: oneSwitchChanges(choice.kernel, choice.changes),
    under: (change) => freeQuestion(changedChoice(choice, change)),
    costs: (change) => costsOfKernel(change === null ? choice : changedChoice(choice, change)),
    estimating: (own) => estimating(choice, own),
  };
  return it;
}

/** The operations of a scenario; or why they cannot be asked about. */
export function inAnyOrder(written: Scenario, choice: ScenarioChoice): Result<Changeable, string> {
  const { kernel, config } = choice;
  const scenario = scenarioByName(config, written);
  const question = scenarioQuestion(scenario, choice);
  if (!question.ok) return question;
  const switches = (change: Change | null): Switches =>
    change === null ? config.switches : { ...config.switches, [change.key]: change.value };
  const it: Changeable = {
    ...{ kernel, question: question.value, machine: config },
    withRoomFor: (asks) => {
      const expects = asks.filter(isOwn);
      const roomier = expects.length === 0 ? ok(it) : inAnyOrder(scenario, { ...choice, expects });
      return roomier.ok ? roomier.value : it;
    },
    changes: changesOf(config.switches),
    under: (change) => {
      const other = scenarioQuestion(scenario, { ...choice, config: { ...config, switches: switches(change) } });
      return other.ok ? other.value : null;
    },
    costs: (change) => costsOfKernel({ kernel, changes: switches(change) }),
    estimating: (own) => estimatingPrograms(own ? lessReduced(question.value) : question.value),
  };
  return ok(it);
}

/** The same choice with one switch set, and with as many nested mappings: a change that keeps positions back must not forbid them. */
function changedChoice(choice: FreeChoice, { key, value }: Change): FreeChoice {
  const changed: FreeChoice = { ...choice, changes: { ...choice.changes, [key]: value } };
  if (choice.slots === undefined) return changed;
  const before = slotsFor(choice, USUAL_NESTING);
  return { ...changed, slots: choice.slots + slotsFor(changed, USUAL_NESTING) - before };
}
