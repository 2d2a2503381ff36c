import { reportOf, sentenceOf } from '../../src/explore/report.ts';
import { startSearch } from '../../src/explore/search.ts';
import type { System } from '../../src/explore/system.ts';
import { noDeadlock, philosophers } from '../../src/explore/toys.ts';

// How fast the explorer's own part is: a toy whose steps cost next to nothing. CPU time, for a busy machine must not count as slow.

const ROUNDS = 5;
const SLICE = 100_000;
const [count = 13, cells = 40] = process.argv.slice(2).map(Number);

const fast = philosophers(count, cells);
const slow: System = { cells, actions: count, initial: fast.initial, next: fast.next };

bench(`${count} philosophers in ${cells} cells, steps in place that say what they wrote`, fast);
bench('the same by next(), which does not', slow);

function bench(title: string, system: System): void {
  let best = Infinity;
  let line = '';
  for (let round = 0; round < ROUNDS; round++) {
    const search = startSearch(system, [noDeadlock(count)]);
    const before = process.cpuUsage();
    while (search.run(SLICE).status === 'running');
    const { user, system: inKernel } = process.cpuUsage(before);
    const report = reportOf(search);
    const ns = ((user + inKernel) * 1000) / report.transitions;
    if (ns >= best) continue;
    best = ns;
    const bytes = `${report.bytesPerState.toFixed(1)} bytes a state (2 × cells + 16 = ${2 * cells + 16})`;
    line = `${(1000 / ns).toFixed(1)} million transitions/s, ${ns.toFixed(1)} ns each, ${bytes}\n  ${sentenceOf(report)}`;
  }
  console.log(`${title}\n  ${line}`);
}
