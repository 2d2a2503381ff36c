import { readInput } from './read-input.ts';
import { runCli } from './run-cli.ts';

/** A bug of ours, not an answer: neither 0, 1 nor 2. */
const BUG = 3;

// Whoever reads our output may stop reading (`| head`): then there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

try {
  process.exitCode = runCli(process.argv.slice(2), {
    read: readInput,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
} catch (error) {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`kmapscope: this is a bug in kmapscope, please report it with what you ran.\n${details}\n`);
  process.exitCode = BUG;
}
