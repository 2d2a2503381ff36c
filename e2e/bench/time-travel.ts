import { preset } from '../../src/model/eras.ts';
import { buildKernel } from '../../src/model/kernel.ts';
import { present } from '../../src/base/assert.ts';
import { replay, runAt } from '../../src/timeline/run.ts';
import { frameAt } from '../../src/timeline/step-view.ts';
import { randomSteps } from '../../src/timeline/testing/random-steps.ts';

// What checkpoints are worth: a seek anywhere in a long run against carrying the run out anew, in the same process.

const STEPS = 10_000;
const SEEKS = 200;

const { switches, sizes } = present(preset('rfc-v2'), 'the kernel of the bench');
const kernel = buildKernel({ switches, sizes });
const steps = randomSteps(kernel, STEPS, 1);

const whole = milliseconds(() => replay(kernel, steps));
const run = replay(kernel, steps);
const places = Array.from({ length: SEEKS }, (_, i) => (i * 7919) % (STEPS + 1));
const seek = milliseconds(() => places.forEach((at) => runAt(run, at))) / SEEKS;
const picture = milliseconds(() => places.forEach((at) => frameAt(run, at, null))) / SEEKS;

console.log(`a run of ${STEPS} steps, 4 CPUs × 16 slots, rfc-v2`);
console.log(`  carried out anew       ${whole.toFixed(1)} ms`);
console.log(`  seek anywhere          ${seek.toFixed(3)} ms, ${(whole / seek).toFixed(0)} times faster`);
console.log(`  seek, and its picture  ${picture.toFixed(3)} ms, ${(whole / picture).toFixed(0)} times faster`);

function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
