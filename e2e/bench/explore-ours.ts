import { askedOf } from '../../src/engine/explore/asked.ts';
import { everyAsk } from '../../src/engine/explore/explore.ts';
import { freeQuestion, type FreeChoice } from '../../src/engine/explore/free-question.ts';
import { kernelSystem } from '../../src/engine/kernel-system.ts';
import { startSearch } from '../../src/explore/search.ts';

// One exploration in a process of its own, for `explore.ts`: the choice as JSON, how many states are expected (0: unknown), and `ask` to ask
// every property. Prints JSON.

const [choice = '{}', expected = '0', ask = ''] = process.argv.slice(2);
const question = freeQuestion(JSON.parse(choice) as FreeChoice);
const before = process.cpuUsage();
const start = performance.now();
const bound = kernelSystem(question);
const asked = ask === 'ask' ? askedOf(bound, everyAsk(question)) : [];
const search = startSearch(bound.system, asked, { expected: Number(expected) });
while (search.run(1_000_000).status === 'running');
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
const { states, transitions, depth, bytes } = search.progress();
const { cells } = bound.system;
console.log(JSON.stringify({ states, transitions, depth, bytes, cells, seconds, cpu: (user + system) / 1e6 }));
