import { err, ok } from '../../base/result.ts';
import { runCli } from '../run-cli.ts';

/** What came of a command: its exit code, and what it printed. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a command line (split at blanks, or given as a list) in a folder with these files; `-` is standard input. */
export function cli(command: string | readonly string[], files: Readonly<Record<string, string>> = {}): Ran {
  const argv = typeof command === 'string' ? command.split(' ') : command;
  const [out, errors]: [string[], string[]] = [[], []];
  const code = runCli(argv, {
    read: (file) => {
      const text = files[file];
      return text === undefined ? err('there is no such file') : ok(text);
    },
    out: (text) => out.push(text),
    err: (text) => errors.push(text),
  });
  return { code, out: out.join('\n'), err: errors.join('\n') };
}

/** The objects that `--json` printed. */
export const jsonOf = ({ out }: Ran): readonly Readonly<Record<string, unknown>>[] =>
  out.split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** The story of the mail, in short: a CPU goes away with a stray mapping. */
export const STORY = `kmapscope 1
title "Left behind"
machine kernel=rfc-no-hook cpus=2 pages=4
note "CPU1 cleans page 3."
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
cpu0: cpu_down(cpu1)
cpu0: secure_protect(page3)
cpu0: speculate(cpu1.slot0)
expect fault
`;
