import type { Told } from '../../explore/errand.ts';
import type { Progress, Search } from '../../explore/search.ts';
import type { Port } from '../port.ts';
import type { FromHelper, ToHelper } from '../help-serve.ts';
import type { Subject } from './subject.ts';

/** Those on other cores who look into some of the states of a search. Its answer is the same with and without them, to the last number. */
export type Team = {
  /** From now on they are asked about this subject. */
  readonly begin: (subject: Subject) => void;
  /** Between two slices: the search hears what they have found out, and lends them so many states that they have enough to do. */
  readonly exchange: (search: Search) => void;
  /** They are asked no more. */
  readonly end: () => void;
};

/** Nobody. */
export const ALONE: Team = { begin: () => undefined, exchange: () => undefined, end: () => undefined };

/**
 * States that are out to each at most, more than a slice's work, so that nobody waits for the search to end its own slice; at most and at
 * least so many an errand, and a few of them, so that what is found out comes back bit by bit.
 */
const OUT = 4_500;
const MOST_STATES = 256;
const FEWEST_STATES = 32;
const ERRANDS = 4;

/** A team of the helpers at the other ends of these ports (help-serve.ts). Whoever does not answer is not waited for. */
export function teamOf(ports: readonly Port[]): Team {
  let told: Told[] = [];
  const helpers = ports.map((port) => ({ port, out: 0 }));
  for (const helper of helpers) {
    helper.port.addEventListener('message', ({ data }) => {
      const one = (data as FromHelper).told;
      helper.out -= one.count;
      told.push(one);
    });
    helper.port.start?.();
  }
  const post = (port: Port, message: ToHelper): void => port.postMessage(message);
  return {
    begin: (subject) => {
      for (const { port } of helpers) post(port, { subject });
    },
    exchange: (search) => {
      for (const one of told) search.hear(one);
      told = [];
      const share = Math.min(OUT, search.progress().frontier / (helpers.length + 1));
      const most = Math.max(FEWEST_STATES, Math.min(MOST_STATES, Math.floor(share / ERRANDS)));
      for (let idle = helpers; idle.length > 0;) {
        idle = idle.filter((helper) => {
          const errand = helper.out + most <= share ? search.lend(most, Math.floor(most / helpers.length)) : null;
          if (errand === null) return false;
          helper.out += errand.count;
          post(helper.port, { errand });
          return true;
        });
      }
    },
    end: () => {
      for (const { port } of helpers) port.close?.();
    },
  };
}

/** Takes a search to its end, slice by slice as `exploring`, with the help of a team. */
export function* searching(search: Search, team: Team, subject: Subject): Generator<Progress, void, number> {
  team.begin(subject);
  for (let progress = search.progress(); progress.status === 'running';) {
    const budget = yield progress;
    team.exchange(search);
    progress = budget > 0 ? search.run(budget) : search.stop();
  }
}
