import type { StoreApi } from 'zustand/vanilla';
import type { Hear } from '../engine/explore-client.ts';
import type { ExploreReply } from '../engine/explore-protocol.ts';
import { changeable } from '../engine/explore/about.ts';
import type { Answer } from '../engine/explore/explore.ts';
import {
  aboutOf,
  chosenMistake,
  estimateRequest,
  hasOwn,
  kernelName,
  questionRequest,
  ROOM,
} from './explore-question.ts';
import type { Answered, Chosen, Estimate, ExploreState, Going, Prevention } from './explore-state.ts';
import { machineOf } from './explore-machine.ts';
import { askWithHelp } from './explore-help.ts';
import { endOfPrevention, endOfQuestion, endOfTable, startOfQuestion } from './explore-said.ts';
import type { ExploreOutside } from './explore-store.ts';
import { runCommands } from './explore-runs.ts';
import { askPreventions } from './explore-prevent.ts';
import { tableAsker } from './explore-table.ts';
import type { AppStore } from './store.ts';

/** Every gesture of the explorer. None of them throws. */
export type ExploreCommands = {
  /** Changes the question; how many states it has is counted anew, unless that has not changed. */
  readonly choose: (change: Partial<Chosen>) => void;
  /** Counts how many states the question will have, unless something else is under way. */
  readonly countStates: () => void;
  /** Visits every state of the question. */
  readonly start: () => void;
  /** Ends what is under way; pressed again, at once and for good. */
  readonly stop: () => void;
  /** The question of one kernel after the other. */
  readonly askEveryKernel: () => void;
  /** Which single change prevents it? For a property that the last answer found violated. */
  readonly prevent: (property: string) => void;
  /** Is it violated for another cause than those of the runs known so far? */
  readonly findAnother: (property: string) => void;
  /**
   * Puts a run that was found on the stage, at its end: as a branch of the run that was asked about, or else of the one that is there, where
   * that is of the same kernel and its machine shows it; else alone, and the run that was there is kept.
   */
  readonly open: (text: string) => Promise<boolean>;
  /** The same run under the kernel with one switch changed. */
  readonly openUnder: (text: string, change: Prevention['change']) => Promise<boolean>;
  /** Back to the run that was on the stage before. */
  readonly comeBack: () => Promise<boolean>;
  /** Puts the link to a run that was found on the clipboard. */
  readonly copyLink: (text: string) => Promise<boolean>;
};

/** What one explorer says of one thing that was asked: progress, then one answer of the kind that is expected. */
export type Heard<Type extends ExploreReply['type']> = Extract<ExploreReply, { readonly type: Type }>;

export function exploreCommands(
  store: StoreApi<ExploreState>,
  app: AppStore,
  outside: ExploreOutside,
): ExploreCommands {
  const get = store.getState;
  const [first] = outside.explorers;
  const stage = app.store.getState;
  const text = (): string => stage().session?.text ?? '';
  const config = () => stage().session?.lanes[0]?.config ?? null;

  /** Says aloud how something ended; and shows it where the explorer is not open. */
  const say = (said: string): void => {
    store.setState({ said });
    if (!stage().exploring) app.commands.showToast(said);
  };
  const begin = (what: Going['what'], property: string | null = null): void => {
    store.setState({
      going: { what, property, progress: null, stopping: false },
      refusal: null,
      said: startOfQuestion(what),
    });
  };
  /** Hears an explorer that works alone. */
  const hearing =
    <Type extends 'answer' | 'another'>(type: Type, done: (reply: Heard<Type>) => void): Hear =>
    (reply) => {
      const { going } = get();
      if (reply.type === 'progress' && going !== null)
        store.setState({ going: { ...going, progress: reply.progress } });
      else if (reply.type === 'stopping' && going !== null) store.setState({ going: { ...going, stopping: true } });
      else if (reply.type === 'refused') fail(reply.message);
      else if (reply.type === 'crash') fail(`The explorer has failed: ${reply.error.message}`);
      else if (reply.type === 'ended') fail('Stopped at once: nothing is left of what had been found.');
      else if (isOf(reply, type)) done(reply);
    };
  /** Without an answer nothing is known of changes, not even that none of them prevents anything. */
  const fail = (why: string): void => {
    const { going, prevented } = get();
    store.setState({
      going: null,
      refusal: why,
      said: why,
      prevented: going?.what === 'prevention' ? null : prevented,
    });
    countAgain();
  };
  /** What was asked in between has ended a count that was under way, and what it was of may have changed since. */
  const countAgain = (): void => {
    const { estimate, going, chosen } = get();
    if (estimate !== null || going !== null || chosenMistake(chosen, config()) !== null) return;
    first.ask(estimateRequest(chosen, text()), (reply) => {
      if (reply.type === 'estimate') store.setState({ estimate: reply.estimate });
      if (reply.type === 'refused') store.setState({ refusal: reply.message });
    });
  };

  /** A property that the last answer found violated, with what was asked about; null when there is none or no time. */
  const violated = (property: string) => {
    const { answered, going } = get();
    const example = answered?.answer.properties.find(({ name }) => name === property)?.example ?? null;
    if (answered === null || going !== null || example === null) return null;
    return { about: aboutOf(answered.chosen, answered.asked ?? ''), example, answered };
  };

  const countStates = (): void => {
    store.setState({ estimate: null, refusal: null });
    countAgain();
  };
  return {
    choose: (change) => {
      const before = get().chosen;
      store.setState({ chosen: { ...before, ...change } });
      const isOther = Object.keys(change).some((key) => key !== 'properties' && key !== 'own');
      if (isOther || hasOwn(before) !== hasOwn(get().chosen)) countStates();
    },
    countStates,
    start: () => {
      const { chosen, going, estimate } = get();
      if (going !== null || chosenMistake(chosen, config()) !== null) return;
      begin('question');
      const asked = chosen.scope === 'run' ? text() : null;
      const done = ({ answer }: Heard<'answer'>): void => {
        const known = asked === null || asked === text() ? knownFrom(answer, estimate) : null;
        const answered = { chosen, answer, asked };
        store.setState({ going: null, answered, estimate: known, prevented: null, others: [] });
        say(endOfQuestion(answer));
        countAgain();
      };
      const states = estimate === null || estimate.known === 'more' ? null : estimate.states;
      askWithHelp(outside, questionRequest(chosen, text(), estimate?.states), states, hearing('answer', done));
    },
    stop: () => {
      const { going } = get();
      if (going === null) return;
      store.setState({ going: { ...going, stopping: true } });
      for (const explorer of outside.explorers) explorer.stop();
    },
    askEveryKernel: () => {
      const { chosen, going } = get();
      if (going !== null) return;
      begin('table');
      tableAsker(store, outside.explorers, chosen, () => {
        store.setState({ going: null });
        say(endOfTable(get().table));
        countAgain();
      });
    },
    prevent: (property) => {
      const found = violated(property);
      const asked = found === null ? null : changeable(found.about);
      if (found === null || asked?.ok !== true) return;
      const { about, example } = found;
      const prevented = { property, kernel: askedKernel(found.answered), example: example.text };
      const costs = asked.value.costs(null);
      begin('prevention', property);
      store.setState({ prevented: { ...prevented, costs, tried: [] } });
      const wanted = { about, asked: asked.value, property, run: example.text };
      askPreventions(store, outside.explorers, wanted, (ended) => {
        if ('failed' in ended) {
          fail(ended.failed);
          return;
        }
        store.setState({ going: null, prevented: { ...prevented, costs, ...ended } });
        say(endOfPrevention(ended.tried));
        countAgain();
      });
    },
    findAnother: (property) => {
      const asked = violated(property);
      if (asked === null) return;
      const known = get().others.filter((other) => other.property === property);
      const examples = [asked.example, ...known.flatMap(({ example }) => example ?? [])];
      const except = [...new Set(examples.flatMap(({ causes }) => causes))];
      begin('another', property);
      const done = ({ another }: Heard<'another'>): void => {
        store.setState({ going: null, others: [...get().others, another] });
        say(another.sentence);
        countAgain();
      };
      const request = { type: 'another', about: asked.about, property, except, ...ROOM } as const;
      askWithHelp(outside, request, asked.answered.answer.states, hearing('another', done));
    },
    ...runCommands(store, app, outside),
  };
}

/** What was asked about, as it is called: a run has switches of its own. */
const askedKernel = ({ chosen, asked }: Answered): string =>
  asked === null ? kernelName(chosen) : (machineOf(asked)?.name ?? chosen.kernel);

/** What was counted is better than any estimate; where it was stopped, an estimate that says more is better than that. */
function knownFrom({ states, status }: Answer, before: Estimate | null): Estimate {
  if (status === 'complete') return { states, known: 'counted' };
  return before !== null && before.states > states ? before : { states, known: 'more' };
}

function isOf<Type extends ExploreReply['type']>(
  reply: { readonly type: string },
  type: Type,
): reply is Extract<ExploreReply, { readonly type: Type }> {
  return reply.type === type;
}
