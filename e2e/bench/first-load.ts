import type { CDPSession, Page } from '@playwright/test';
import { benchPage, type Slow } from './page.ts';

// What it takes until there is something to see: bytes over the wire, and time on a slow phone on a slow network. A first visit each time.
// Counted is everything that is fetched while nobody presses anything, until nothing has been fetched for half a second: markup, styles,
// code and the worker with it, each as it came over the wire, head and all. Nothing else is fetched then before the first gesture, but for
// what goes on paper (a few kilobytes, after four seconds: Printed.tsx); after the first gesture come the parts that may be wanted next (warm.ts).
// The fonts are counted apart: the first picture does not wait for them.

const ROUNDS = 5;
/** 1.6 Mbit/s, with the round trip that goes with it on such networks. */
const SLOW: Slow = { cpu: 4, network: { bytesPerSecond: 200_000, latencyMs: 150 } };
const BUDGET = { kilobytes: 200, seconds: 2 };

type Loaded = { readonly url: string; readonly bytes: number };
type Visit = { readonly seenMs: number; readonly before: readonly Loaded[]; readonly all: readonly Loaded[] };

/** From here on the page notes when the first stray mapping is on the screen: painted, not only in the document. */
function watch(): void {
  const look = new MutationObserver(() => {
    if (!document.querySelector('.slot-grid .tile.stray')?.getAttribute('d')) return;
    look.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark('seen');
      port2.postMessage(null);
    });
  });
  look.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['class', 'd'] });
}

/** Everything that came over the wire, as it came (compressed). */
function listen(cdp: CDPSession): { readonly loaded: Loaded[] } {
  const urls = new Map<string, string>();
  const loaded: Loaded[] = [];
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    loaded.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }),
  );
  return { loaded };
}

async function visit(page: Page, cdp: CDPSession, address: string): Promise<Visit> {
  const { loaded } = listen(cdp);
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: 'commit' });
  const seen = await page.waitForFunction(() => performance.getEntriesByName('seen')[0]?.startTime);
  const before = [...loaded];
  await page.waitForFunction(() => document.fonts.size > 0); // what comes last
  await page.waitForLoadState('networkidle');
  return { seenMs: (await seen.jsonValue()) ?? NaN, before, all: loaded };
}

/**
 * The worker is fetched by the browser on its own account, which the page's network log does not see; unless the page has asked for it before,
 * and it comes out of the cache then.
 */
async function workerBytes(page: Page, loaded: readonly Loaded[]): Promise<number> {
  const [worker] = page.workers();
  if (worker === undefined || loaded.some(({ url }) => url === worker.url())) return 0;
  return worker.evaluate(async (url) => {
    const response = await fetch(url, { cache: 'no-store' });
    const packed = new Response((await response.blob()).stream().pipeThrough(new CompressionStream('gzip')));
    return (await packed.arrayBuffer()).byteLength;
  }, worker.url());
}

const sum = (loaded: readonly Loaded[], of: RegExp): number =>
  loaded.filter(({ url }) => of.test(url)).reduce((total, { bytes }) => total + bytes, 0);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

await benchPage(async ({ address, arrive }) => {
  const visits: Visit[] = [];
  let worker = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { page, cdp, leave } = await arrive(SLOW);
    const visited = await visit(page, cdp, address);
    visits.push(visited);
    worker = await workerBytes(page, visited.all);
    await leave();
  }
  const [first] = visits;
  if (first === undefined) return;
  const code = sum(first.all, /\.(js|css)$|\/$/) + worker;
  console.log(
    `first visit, ${String(ROUNDS)} times; CPU ${String(SLOW.cpu)} times slower, 1.6 Mbit/s, 150 ms round trip`,
  );
  for (const { url, bytes } of first.all)
    console.log(`  ${kilobytes(bytes).padStart(9)}  ${url.slice(address.length) || 'index.html'}`);
  if (worker > 0) console.log(`  ${kilobytes(worker).padStart(9)}  the worker, compressed`);
  console.log(
    `  before anything is pressed   ${kilobytes(code)} of markup, styles and code (budget ${String(BUDGET.kilobytes)} kB)`,
  );
  console.log(
    `                               ${kilobytes(sum(first.all, /\.woff2$/))} of fonts, which the words do not wait for`,
  );
  const seconds = visits.map(({ seenMs }) => (seenMs / 1000).toFixed(2));
  console.log(`  the stray mapping is seen    after ${seconds.join(', ')} s (budget ${String(BUDGET.seconds)} s)`);
});
