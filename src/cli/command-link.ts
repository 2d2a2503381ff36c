import type { Command } from 'commander';
import { digest } from '../model/digest.ts';
import { encodeLink } from '../share/link.ts';
import { DEFAULT_VIEW } from '../share/shared.ts';
import { linkTier } from '../share/tier.ts';
import { runLanes } from '../timeline/lanes.ts';
import { runAt } from '../timeline/run.ts';
import { stepIndices } from '../timeline/steps.ts';
import { complain, complainOf, complainOfFile, readScenario, type Input, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';

type Options = { readonly at?: string; readonly kernel: readonly string[]; readonly json: boolean };

/** `link FILE`: the scenario as the fragment of a URL. */
export function addLink(program: Command, { io, end }: Context): void {
  program
    .command('link')
    .description('the scenario as a URL fragment: put it behind the address of any kmapscope page')
    .argument('<file>', 'a scenario, or - for standard input')
    .option('--at <step>', 'open it just after this step (0: just booted) instead of at its end')
    .option('--kernel <preset>', 'compare it with this kernel; may be given several times', collect, [])
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string, options: Options) => {
      end(link({ io, json: options.json }, file, options));
    });
}

/** An option that may be given several times. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function link(reading: Reading, file: string, options: Options): ExitCode {
  const input = readScenario(reading, file);
  if (input === null) return 2;
  const made = linkOf(reading, input, options);
  if (made === null) return 2;
  const name = shownName(file);
  if (reading.json) reading.io.out(jsonLine({ type: 'link', file: name, link: made, characters: made.length }));
  else reading.io.out(made);
  const { tier, says } = linkTier(made.length + ROOM_FOR_HOST);
  if (tier === 'amber' || tier === 'red') reading.io.err(`${name}: ${made.length} characters. ${says}`);
  return 0;
}

/** Characters of a usual page's address before its fragment. */
const ROOM_FOR_HOST = 40;

function linkOf(reading: Reading, input: Input, { at, kernel }: Options): string | null {
  const { scenario, file, text, spans } = input;
  const lanes = runLanes(scenario, kernel);
  if (!lanes.ok) {
    complainOf(reading, '--kernel', lanes.error);
    return null;
  }
  const run = lanes.value[0]?.run;
  const records = run?.records ?? [];
  const indices = stepIndices(scenario);
  const refused = records.flatMap(({ outcome, reason }, i) => {
    const span = spans[indices[i] ?? 0];
    if (outcome !== 'refused' || span === undefined) return [];
    return [{ severity: 'error' as const, span, message: reason ?? 'this is not possible here' }];
  });
  if (refused.length > 0) {
    complain(reading, file, text, refused);
    return null;
  }
  const cursor = at === undefined ? records.length : Number(at);
  if (run === undefined || !/^\d*$/.test(at ?? '') || cursor > records.length) {
    complainOf(reading, '--at', `${at ?? ''} is no step of this scenario: it has steps 0 to ${records.length}`);
    return null;
  }
  const made = encodeLink({
    version: 1,
    scenario,
    branches: [],
    cursor: { branch: 0, at: cursor, micro: null },
    kernels: kernel,
    view: DEFAULT_VIEW,
    digest: digest(runAt(run, cursor)),
  });
  if (made.ok) return `#${made.value}`;
  complainOfFile(reading, file, made.error.message);
  return null;
}
