import { printable } from '../base/printable.ts';
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

/** A scenario, a link or a trace is somebody else's text: a terminal is not to obey it. What goes to a file or a pipe stays as it is. */
const print = (stream: NodeJS.WriteStream, text: string): boolean =>
  stream.write(`${stream.isTTY ? printable(text) : text}\n`);

try {
  process.exitCode = runCli(process.argv.slice(2), {
    read: readInput,
    out: (text) => print(process.stdout, text),
    err: (text) => print(process.stderr, text),
  });
} catch (error) {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`kmapscope: this is a bug in kmapscope, please report it with what you ran.\n${details}\n`);
  process.exitCode = BUG;
}
