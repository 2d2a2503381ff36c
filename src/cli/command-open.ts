import type { Command } from 'commander';
import { err, ok, type Result } from '../base/result.ts';
import { shipped, SHIPPED } from '../lessons/library.ts';
import { TOUR, tourStop } from '../lessons/tour.ts';
import { digest } from '../model/digest.ts';
import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { openLink, type Destination } from '../share/link.ts';
import type { Shared } from '../share/shared.ts';
import { runLanes } from '../timeline/lanes.ts';
import { runAt } from '../timeline/run.ts';
import { stepsOf } from '../timeline/steps.ts';
import { complainOf, type Reading } from './input.ts';
import type { Context, ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { counted } from './words.ts';

type Options = { readonly branch: string; readonly json: boolean };

/** `open LINK`: the scenario that a link carries, or that it names. */
export function addOpen(program: Command, { io, end }: Context): void {
  program
    .command('open')
    .description('the scenario text in a link: a whole URL, its fragment, or a mail that quotes it')
    .argument('<link>', 'the link (in quotes), or - for standard input')
    .option('--branch <n>', 'another branch than the first, which is 0', '0')
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((link: string, options: Options) => {
      end(open({ io, json: options.json }, link, options.branch));
    });
}

/** What a link leads to, as texts: the first branch first. */
type Opened = {
  readonly branches: readonly { readonly name: string; readonly text: string }[];
  readonly kernels: readonly string[];
  readonly at: number;
  /** Is the machine at the cursor what it was when the link was made? */
  readonly same: boolean;
};

function open(reading: Reading, link: string, branch: string): ExitCode {
  const { io, json } = reading;
  const opened = openedFrom(link === '-' ? io.read(link) : ok(link));
  if (!opened.ok) {
    complainOf(reading, link === '-' ? 'standard input' : 'link', opened.error);
    return 2;
  }
  const { branches, same } = opened.value;
  const shown = branches[Number(branch)];
  if (shown === undefined) {
    const there = counted(branches.length, 'branch', 'branches');
    complainOf(reading, '--branch', `there is no branch ${branch}: this link has ${there}, from 0`);
    return 2;
  }
  if (!same) io.err('This run was recorded with another kmapscope: replayed with this one, it comes out differently.');
  if (json) io.out(jsonLine({ type: 'scenario', text: shown.text, ...opened.value }));
  else io.out(shown.text.trimEnd());
  if (!json && branches.length > 1) {
    const names = branches.map(({ name }) => name).join(', ');
    io.err(`This link has ${branches.length} branches (${names}): --branch 1 prints the second.`);
  }
  return 0;
}

function openedFrom(text: Result<string, string>): Result<Opened, string> {
  if (!text.ok) return text;
  const destination = openLink(text.value);
  return destination.ok ? openedAt(destination.value) : err(destination.error.message);
}

function openedAt(destination: Destination): Result<Opened, string> {
  switch (destination.type) {
    case 'run':
    case 'comparison':
      return ok(openedShare(destination.shared));
    case 'scenario':
      return openedShipped(destination.id, destination.step);
    case 'lesson':
      return openedPage(destination.id, destination.page ?? 1, destination.step);
  }
}

function openedShare(shared: Shared): Opened {
  const { scenario, branches, kernels, cursor } = shared;
  const others = branches.map(({ name, lines }) => ({ name, text: format({ ...scenario, lines }) }));
  const texts = [{ name: 'main', text: format(scenario) }, ...others];
  return { branches: texts, kernels, at: cursor.at, same: endsTheSame(shared) };
}

/** A page of the tour is a run under several kernels; other lessons are read in the browser. */
function openedPage(id: string, page: number, step: number | null): Result<Opened, string> {
  const stop = id === TOUR.id ? tourStop(page) : undefined;
  if (stop === undefined) return err('This is the address of a lesson, not of a run: open it in the browser.');
  const { scenario, kernels, at } = stop;
  return ok({ branches: [{ name: 'main', text: scenario }], kernels, at: step ?? at, same: true });
}

function openedShipped(id: string, step: number | null): Result<Opened, string> {
  const found = shipped(id);
  if (found === undefined) {
    const ids = SHIPPED.map((scenario) => scenario.id);
    const meant = didYouMean(id, ids);
    return err(`There is no shipped scenario ${id}${meant === '' ? '.' : meant} There are: ${ids.join(', ')}`);
  }
  const { text } = found;
  const at = step ?? stepsOf(parse(text).scenario).length;
  return ok({ branches: [{ name: 'main', text }], kernels: [], at, same: true });
}

function endsTheSame({ scenario, branches, cursor, digest: recorded }: Shared): boolean {
  const lines = cursor.branch === 0 ? scenario.lines : branches[cursor.branch - 1]?.lines;
  const lanes = runLanes({ ...scenario, lines: lines ?? [] }, []);
  const run = lanes.ok ? lanes.value[0]?.run : undefined;
  // In the middle of a step the digest is of a machine that only a session reaches.
  if (run === undefined || cursor.micro !== null) return true;
  return digest(runAt(run, Math.min(cursor.at, run.records.length))) === recorded;
}
