import { Command, CommanderError } from 'commander';
import { addCompare } from './command-compare.ts';
import { addExplore } from './command-explore.ts';
import { addExport } from './command-export.ts';
import { addFormat } from './command-format.ts';
import { addLink } from './command-link.ts';
import { addLint } from './command-lint.ts';
import { addOpen } from './command-open.ts';
import { addRun } from './command-run.ts';
import { addVerify } from './command-verify.ts';
import { inOneGo } from '../engine/explore/explore.ts';
import type { Context, ExitCode, Going, Io } from './io.ts';

/** Every command, in the order of the help: one file each. */
const COMMANDS: readonly ((program: Command, context: Context) => void)[] = [
  addRun,
  addVerify,
  addExplore,
  addCompare,
  addLink,
  addOpen,
  addExport,
  addFormat,
  addLint,
];

const EXIT_CODES = `
Exit codes: 0 all well; 1 the answer is "no" (an expect does not hold, a trace disagrees, a promise is broken or
its search was not finished); 2 the input cannot be used, and stderr says where and why.`;

/** The whole command line, with the world passed in: arguments (without node and script) to exit code. */
export const runCli = (argv: readonly string[], io: Io): ExitCode => inOneGo(cliGoing(argv, io));

/** The same slice by slice, as far as a command takes long. */
export function* cliGoing(argv: readonly string[], io: Io): Going {
  let ended: ExitCode | Going = 0;
  const program = new Command('kmapscope')
    .description('See, play and check the PTEs that kmap_atomic leaves behind on 32-bit ARM Linux.')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .showHelpAfterError('(kmapscope help lists the commands, kmapscope help COMMAND its options)')
    .exitOverride();
  const end = (given: ExitCode | Going): void => {
    ended = given;
  };
  for (const add of COMMANDS) add(program, { io, end });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return yield* goOn(ended);
}

/** A code at once, or after all that it takes. */
function* goOn(ended: ExitCode | Going): Going {
  return typeof ended === 'number' ? ended : yield* ended;
}
