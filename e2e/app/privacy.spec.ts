import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// Nothing about the run leaves the device. This is looked at from where it would arrive: a server of our own stands between the browser and
// the build, under yet another path, and writes down every byte that it is sent.

/** A request as it came over the wire. */
type Heard = { readonly method: string; readonly url: string; readonly headers: string; readonly body: string };

type Listener = { readonly address: string; readonly heard: readonly Heard[]; readonly close: () => Promise<void> };

/** A static host under a path of its own, with the headers that GitHub Pages sends. */
async function listener(build: string): Promise<Listener> {
  const heard: Heard[] = [];
  const path = '/another/place/';
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const url = request.url ?? '';
      heard.push({ method: request.method ?? '', url, headers: JSON.stringify(request.rawHeaders), body });
      const found = url.startsWith(path) ? await fetch(build + url.slice(path.length)) : null;
      const type = found?.headers.get('content-type') ?? 'text/plain';
      response.writeHead(found?.status ?? 404, { 'content-type': type, 'access-control-allow-origin': '*' });
      response.end(found === null ? '' : Buffer.from(await found.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    heard,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('latin1');
}

/** A session that touches everything there is to touch. */
async function useEverything(v: Visualizer): Promise<void> {
  await v.map(2, 'page6');
  await v.unmap(2);
  await v.protect(0, 'page6');
  await v.speculate(1, 'cpu2.slot0');
  await v.look(v.slot(2, 0));
  await v.press(v.page.getByRole('button', { name: /^Why is cpu2.slot0 so/ }).first());
  await v.stepBack(2);
  for (const open of [v.openShare, v.openHelp, v.openLibrary, v.openMachine]) {
    await open();
    await v.close();
  }
  await v.copiedLink();
  await v.openText();
  await v.pasteText('kmapscope 1\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\ncpu1: kmap_atomic(page4)\n');
  await expect(v.log).toHaveCount(2);
  await v.theme(/^Dark/);
  await v.kernel(/^rfc-v2/);
  await v.reload();
}

test.describe('over the wire', () => {
  let host: Listener;
  test.beforeEach(async ({ baseURL }) => {
    host = await listener(String(baseURL));
  });
  test.afterEach(() => host.close());

  test('a whole session asks for the files of the page, from where the page came, and says nothing', async ({
    v,
    context,
  }) => {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    await v.page.goto(host.address);
    await v.idle();
    await useEverything(v);
    await v.page.waitForFunction(() => document.fonts.size > 0); // what comes last
    await v.page.waitForLoadState('networkidle');
    const link = v.page.url();
    expect(link).toContain('#/r/1');

    expect(asked.filter((url) => !url.startsWith(host.address) && !/^(data|blob):/.test(url))).toEqual([]);
    expect(new Set(host.heard.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(host.heard.filter(({ url }) => !/^\/another\/place\/[\w./-]*$/.test(url))).toEqual([]);
    expect(host.heard.filter(({ body }) => body !== '')).toEqual([]);
    const everything = JSON.stringify(host.heard);
    expect(everything).not.toContain('/r/1');
    expect(everything).not.toMatch(/page6|kmap_atomic|cpu2/);
    expect(everything).not.toMatch(/cookie/i);
  });

  test('a link that is opened is not told to the server either', async ({ v }) => {
    await v.page.goto(`${host.address}#/s/the-bite`);
    await v.idle();
    expect(await v.title()).toBe('The bite');
    await v.page.waitForFunction(() => document.fonts.size > 0); // what comes last
    await v.page.waitForLoadState('networkidle');
    expect(JSON.stringify(host.heard)).not.toContain('the-bite');
  });

  test('in a frame that may run scripts and nothing else, with storage blocked, it works and throws nothing', async ({
    page,
    complaints,
  }) => {
    const frame = await framed(page, host.address, 'allow-scripts', complaints);
    await expect(frame.getByRole('heading', { level: 1 })).toHaveText('CPU1 unmaps page 3');
    await frame.getByRole('button', { name: 'Step', exact: true }).click();
    const step = frame.getByRole('textbox', { name: 'Go to step' });
    await expect(step).toHaveValue('6'); // a whole call: the next one
    await step.fill('1');
    await step.press('Enter');
    await expect(frame.getByRole('heading', { level: 1 })).toHaveText('CPU1 maps page 3');

    await frame.getByRole('button', { name: 'Explore', exact: true }).click();
    await frame.getByLabel('Kernel', { exact: true }).selectOption('v3.9-debug');
    await frame.getByRole('button', { name: 'Visit every state' }).click();
    await expect(frame.getByRole('heading', { name: 'No violation' })).toBeVisible({ timeout: 40_000 });
    expect(complaints).toEqual([]);
  });
});

async function framed(page: Page, address: string, sandbox: string, complaints: string[]) {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setContent(
    `<iframe title="kmapscope" sandbox="${sandbox}" src="${address}" width="1200" height="800"></iframe>`,
  );
  return page.frameLocator('iframe');
}

test('with storage forbidden altogether the page works all the same', async ({ v }) => {
  await v.page.addInitScript(() => {
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, {
        get: () => {
          throw new DOMException('forbidden for the test', 'SecurityError');
        },
      });
    }
  });
  await v.open();
  await v.map(2, 'page6');
  expect(await v.mapped()).toContain('cpu2 slot 0: live, page 6');
  await expect(v.page).toHaveURL(/#\/r\/1/);
  const before = await v.everything();
  await v.reload();
  expect(await v.everything()).toEqual(before);
});
