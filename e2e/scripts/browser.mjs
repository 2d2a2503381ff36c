// Finds a Chromium for the browser tests, or installs one: Playwright's own where it can be downloaded, else one of the
// system, else Debian's package. Usage: node e2e/scripts/browser.mjs. KMAPSCOPE_BROWSER=/path/to/chrome decides by hand.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall, isExecutable, memory, onPath, run, say } from './system.mjs';

/** Root in a container has no sandbox and no GPU; a test browser has no business on the network. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const DOWNLOAD_LIMIT_MS = 300_000;
const note = join(memory, 'browser.json');

/**
 * The browser that the last ensureBrowser() settled on, as Playwright's launch options.
 * @returns {{ executablePath?: string, args: string[] }} without a path: Playwright's own
 */
export function chosenBrowser() {
  const byHand = process.env['KMAPSCOPE_BROWSER'];
  return launchOptions(byHand ?? remembered()?.path);
}

/**
 * @param {string | undefined} path undefined: Playwright's own
 * @returns {{ executablePath?: string, args: string[] }}
 */
function launchOptions(path) {
  return path === undefined ? { args: CHROMIUM_ARGS } : { executablePath: path, args: CHROMIUM_ARGS };
}

/** @returns {{ readonly path?: string } | undefined} undefined: nothing was chosen yet */
function remembered() {
  let text;
  try {
    text = readFileSync(note, 'utf8');
  } catch {
    return undefined; // the first run here
  }
  return /** @type {{ readonly path?: string }} */ (JSON.parse(text)); // what remember() wrote
}

/**
 * Whether a browser really starts: a download may be there and its system libraries not.
 * @param {string | undefined} path undefined: Playwright's own
 * @returns {Promise<boolean>}
 */
async function starts(path) {
  const { chromium } = await import('@playwright/test'); // not before npm ci
  try {
    const browser = await chromium.launch(launchOptions(path));
    await browser.close();
    return true;
  } catch {
    return false; // the reason is not needed: the next candidate is tried, and the last one's failure is told
  }
}

/**
 * @param {string | undefined} path undefined: Playwright's own
 */
function remember(path) {
  mkdirSync(memory, { recursive: true });
  writeFileSync(note, JSON.stringify(path === undefined ? {} : { path }));
  say(`Browser for the tests: ${path ?? "Playwright's own Chromium"}`);
}

/** @returns {string[]} the browsers of the system, best first */
function systemBrowsers() {
  const named = NAMES.map(onPath).filter((path) => path !== undefined);
  return [...named, ...PLACES.filter(isExecutable)];
}

/**
 * What to try, in order. Asking for the next one installs it where that is needed.
 * @returns {Generator<string | undefined, void>} undefined: Playwright's own
 */
function* candidates() {
  yield undefined;
  say("Downloading Playwright's Chromium (some 150 MB) …");
  // Quietly: where nothing can be downloaded it prints a page of errors, and the next line says it all.
  const download = { timeoutMs: DOWNLOAD_LIMIT_MS, quiet: true };
  if (run('npx', ['playwright', 'install', 'chromium'], download)) yield undefined;
  say('It cannot be had here; looking for a Chromium or Chrome of the system.');
  yield* systemBrowsers();
  if (aptInstall(['chromium'])) yield* systemBrowsers();
}

/**
 * Settles on a browser that starts, installing one if need be.
 * @returns {Promise<boolean>} false: there is none to be had here
 */
export async function ensureBrowser() {
  const byHand = process.env['KMAPSCOPE_BROWSER'];
  if (byHand !== undefined) return starts(byHand);
  const before = remembered();
  if (before !== undefined && (await starts(before.path))) return true;
  for (const path of candidates()) {
    if (!(await starts(path))) continue;
    remember(path);
    return true;
  }
  return false;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!(await ensureBrowser())) {
    say(
      'No Chromium starts here. Install Chromium or Google Chrome, or name one: KMAPSCOPE_BROWSER=/path/to/chrome npm test',
    );
    process.exit(1);
  }
}
