// `npm run bench [time-travel | explore | explore-toy | explore-page | frames | first-load]`: how fast it is here. Ratios and CPU time of one run; nothing is asserted.
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  'time-travel': () => import('./time-travel.ts'),
  explore: () => import('./explore.ts'),
  'explore-toy': () => import('./explore-toy.ts'),
  'explore-page': () => import('./explore-page.ts'),
  frames: () => import('./frames.ts'),
  'first-load': () => import('./first-load.ts'),
};

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && BENCHES[wanted] === undefined) {
  console.error(`there is no bench "${wanted}": there are ${Object.keys(BENCHES).join(' and ')}`);
  process.exitCode = 2;
} else {
  // The benches read further arguments of their own; they are not given the name.
  process.argv.splice(2, 1);
  for (const [name, run] of Object.entries(BENCHES)) if (wanted === undefined || wanted === name) await run();
}

export {};
