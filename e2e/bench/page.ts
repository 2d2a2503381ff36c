import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { chosenBrowser, ensureBrowser } from '../scripts/browser.mjs';

// What benches of the page have in common: the build on a static host that compresses, and a browser that is slowed down on purpose.

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export type Slow = {
  /** How many times slower than this machine. */
  readonly cpu: number;
  readonly network: { readonly bytesPerSecond: number; readonly latencyMs: number } | null;
};

export type Bench = {
  readonly address: string;
  /** A page of a browser that has never been here. */
  readonly arrive: (
    slow: Slow,
  ) => Promise<{ readonly page: Page; readonly cdp: CDPSession; readonly leave: () => Promise<void> }>;
};

/** Builds the page somewhere else than in `dist`, serves it, and clears up behind `run`. */
export async function benchPage(run: (bench: Bench) => Promise<void>): Promise<void> {
  if (!(await ensureBrowser())) throw new Error('there is no browser to measure with');
  const outDir = await mkdtemp(join(tmpdir(), 'kmapscope-bench-'));
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await serve(outDir);
  const browser = await chromium.launch(chosenBrowser());
  try {
    await run({
      address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
      arrive: async ({ cpu, network }) => {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        const cdp = await context.newCDPSession(page);
        await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
        await cdp.send('Network.enable');
        if (network !== null) {
          const { bytesPerSecond, latencyMs } = network;
          const throughput = { downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
          await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: latencyMs, ...throughput });
        }
        return { page, cdp, leave: () => context.close() };
      },
    });
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(outDir, { recursive: true });
  }
}

/** A static host as there are many: it compresses what is text, and the browser may keep everything. */
async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname).replace(/\/$/, '/index.html');
    readFile(join(folder, path)).then(
      (bytes) => {
        const text = extname(path) !== '.woff2';
        response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
        response.setHeader('cache-control', 'max-age=600');
        if (text) response.setHeader('content-encoding', 'gzip');
        response.end(text ? gzipSync(bytes, { level: 9 }) : bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** The value that this part of them does not exceed. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}
