import { printable } from '../base/printable.ts';
import { inSlices } from './in-slices.ts';
import { readInput } from './read-input.ts';
import { cliGoing } from './run-cli.ts';

/** A bug of ours, not an answer: neither 0, 1 nor 2. */
const BUG = 3;
const CLEAR_LINE = '\r\u001b[K';
/** Of a terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80;

// Whoever reads our output may stop reading (`| head`): then there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** How far it has come stands on a terminal alone, in its last line, until something is printed. */
let shown = false;
function show(text: string): void {
  process.stderr.write(`${CLEAR_LINE}${text.slice(0, (process.stderr.columns || USUAL_COLUMNS) - 1)}`);
  shown = text !== '';
}

/** A scenario, a link or a trace is somebody else's text: a terminal is not to obey it. What goes to a file or a pipe stays as it is. */
function print(stream: NodeJS.WriteStream, text: string): void {
  if (shown) show('');
  stream.write(`${stream.isTTY ? printable(text) : text}\n`);
}

function onInterrupt(callback: () => void): () => void {
  process.on('SIGINT', callback);
  return () => process.off('SIGINT', callback);
}

function crash(error: unknown): void {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print(process.stderr, `kmapscope: this is a bug in kmapscope, please report it with what you ran.\n${details}`);
  process.exitCode = BUG;
}

/** Bugs are told, wherever they come from. */
function telling(task: () => void): () => void {
  return () => {
    try {
      task();
    } catch (error) {
      crash(error);
    }
  };
}

telling(() => {
  const going = cliGoing(process.argv.slice(2), {
    read: readInput,
    out: (text) => print(process.stdout, text),
    err: (text) => print(process.stderr, text),
  });
  const world = {
    ...{ now: () => performance.now(), onInterrupt, show: process.stderr.isTTY ? show : null },
    defer: (task: () => void) => setImmediate(telling(task)),
  };
  inSlices(going, world, (code) => {
    if (shown) show('');
    process.exitCode = code;
  });
})();
