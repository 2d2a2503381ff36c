import { createServer, type AddressInfo } from 'node:net';
import { defineConfig } from '@playwright/test';
import { chosenBrowser } from './scripts/browser.mjs';
import { root } from './scripts/system.mjs';

/** Not the root of a host: the build must work wherever it is put. */
const SUB_PATH = '/some/sub/path/';

/** Two checkouts on one machine must not meet; Playwright's workers read this file again and find the same port. */
process.env['KMAPSCOPE_E2E_PORT'] ??= String(await freePort());
const origin = `http://127.0.0.1:${process.env['KMAPSCOPE_E2E_PORT']}`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const chosen = chosenBrowser();
/**
 * Every picture is painted whole: where the browser paints only what has changed, the edge of a curve at the seam comes out a shade
 * lighter, which depends on what moved before, and is none of the page's doing.
 */
const launchOptions = { ...chosen, args: [...chosen.args, '--disable-partial-raster'] };

export default defineConfig({
  testDir: 'app',
  outputDir: '../test-results',
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  timeout: 60_000,
  // Named from the root of the project: some of the pictures are those of the README.
  expect: { toHaveScreenshot: { pathTemplate: `${root}/{arg}{ext}`, maxDiffPixelRatio: 0.03 } },
  use: {
    baseURL: `${origin}${SUB_PATH}`,
    browserName: 'chromium',
    launchOptions,
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    // A trace takes as long as the test itself: where somebody looks on, the test can be run again with --trace on.
    trace: process.env['CI'] ? 'retain-on-failure' : 'off',
  },
  webServer: {
    command: `npx vite preview --base ${SUB_PATH} --port ${process.env['KMAPSCOPE_E2E_PORT']} --strictPort`,
    cwd: root,
    url: `${origin}${SUB_PATH}`,
    reuseExistingServer: false,
  },
});
