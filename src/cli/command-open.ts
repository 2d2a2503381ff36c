import type { Command } from 'commander';
import { digest } from '../model/digest.ts';
import { format } from '../scenario/format.ts';
import { decodeLink } from '../share/link.ts';
import type { Shared } from '../share/shared.ts';
import { runLanes } from '../timeline/lanes.ts';
import { runAt } from '../timeline/run.ts';
import { complainOf, type Reading } from './input.ts';
import { type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { counted } from './words.ts';

type Options = { readonly branch: string; readonly json: boolean };

/** `open LINK`: the scenario that a link carries. */
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

function open(reading: Reading, link: string, branch: string): ExitCode {
  const { io, json } = reading;
  const text = link === '-' ? io.read(link) : { ok: true as const, value: link };
  const opened = text.ok ? decodeLink(text.value) : text;
  if (!opened.ok) {
    const why = typeof opened.error === 'string' ? opened.error : opened.error.message;
    complainOf(reading, link === '-' ? 'standard input' : 'link', why);
    return 2;
  }
  const texts = textsOf(opened.value);
  const shown = texts[Number(branch)];
  if (shown === undefined) {
    complainOf(
      reading,
      '--branch',
      `there is no branch ${branch}: this link has ${counted(texts.length, 'branch', 'branches')}, from 0`,
    );
    return 2;
  }
  const same = endsTheSame(opened.value, texts);
  if (!same) io.err('This run was recorded with another kmapscope: replayed with this one, it comes out differently.');
  if (json) {
    const { kernels, cursor } = opened.value;
    io.out(jsonLine({ type: 'scenario', text: shown.text, branches: texts, kernels, at: cursor.at, same }));
    return 0;
  }
  io.out(shown.text.trimEnd());
  if (texts.length > 1)
    io.err(
      `This link has ${texts.length} branches; --branch 1 prints the next: ${texts.map(({ name }) => name).join(', ')}`,
    );
  return 0;
}

type Named = { readonly name: string; readonly text: string };

function textsOf({ scenario, branches }: Shared): readonly Named[] {
  const others = branches.map(({ name, lines }) => ({ name, text: format({ ...scenario, lines }) }));
  return [{ name: 'main', text: format(scenario) }, ...others];
}

/** Is the machine at the cursor what it was when the link was made? */
function endsTheSame({ scenario, branches, cursor, digest: recorded }: Shared, texts: readonly Named[]): boolean {
  const lines = cursor.branch === 0 ? scenario.lines : branches[cursor.branch - 1]?.lines;
  const lanes = runLanes({ ...scenario, lines: lines ?? [] }, []);
  const run = lanes.ok ? lanes.value[0]?.run : undefined;
  // In the middle of a step the digest is of a machine that only a session reaches.
  if (run === undefined || cursor.micro !== null || texts.length === 0) return true;
  return digest(runAt(run, Math.min(cursor.at, run.records.length))) === recorded;
}
