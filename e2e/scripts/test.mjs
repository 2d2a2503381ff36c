// `npm test`: installs what is missing and runs everything, cheapest first. CI runs exactly this (.ci/run).
import { ensureDependencies } from './dependencies.mjs';
import { run } from './system.mjs';

/** @typedef {{ readonly what: string, readonly script: string, readonly mend: string }} Step */

/** @type {readonly Step[]} */
const STEPS = [
  { what: 'formatting', script: 'format:check', mend: 'npm run format' },
  { what: 'lint', script: 'lint', mend: 'npm run lint -- --fix (what it cannot mend is listed above)' },
  { what: 'types', script: 'typecheck', mend: 'npm run typecheck, and mend what it lists' },
  { what: 'unit and property tests', script: 'test:unit', mend: 'npx vitest src/FOLDER, to watch the failing ones' },
  { what: 'traces of real kernels', script: 'test:kernel', mend: 'npx vitest --project kernel, to watch them' },
  { what: 'cross-check with other model checkers', script: 'test:checkers', mend: 'npx vitest --project checkers' },
  { what: 'build', script: 'build', mend: 'npm run build, and mend what it lists' },
  { what: 'browser tests on the build', script: 'test:browser', mend: 'npm run test:e2e -- --ui, to watch them' },
];

const started = Date.now();
/** @param {number} sinceMs */
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

ensureDependencies();
/** @type {string[]} */
const passed = [];
for (const { what, script, mend } of STEPS) {
  const stepStarted = Date.now();
  console.log(`\n── ${what} (npm run ${script}) ──`);
  if (!run('npm', ['run', '-s', script], { stdout: true })) {
    for (const line of passed) console.log(line);
    console.log(`✗ ${what} failed after ${seconds(stepStarted)}. Mend it with: ${mend}`);
    process.exit(1);
  }
  passed.push(`✓ ${what} (${seconds(stepStarted)})`);
}
console.log('');
for (const line of passed) console.log(line);
console.log(`All ${String(STEPS.length)} steps passed in ${seconds(started)}.`);
