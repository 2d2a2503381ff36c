import { expect, type Locator } from '@playwright/test';
import { HANDS } from './hands.ts';
import { test } from './test.ts';
import type { Visualizer } from './visualizer.ts';

// A mistake of the reader's gets one sentence that says what is wrong, where, and how to go on. A failure of ours gets the same.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test.describe('a button that cannot be used says why', () => {
  const reasons = [
    { before: [], cpu: 0, operation: 'kunmap_atomic', says: /holds no address to unmap: map a page first/ },
    { before: ['down'], cpu: 1, operation: 'kmap_atomic', says: /is offline: bring it up/ },
  ] as const;

  for (const hands of HANDS) {
    test.describe(`by ${hands}`, () => {
      test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

      for (const { before, cpu, operation, says } of reasons) {
        test(`${operation} ${before.length === 0 ? 'with nothing mapped' : 'on a CPU that is offline'}`, async ({
          v,
        }) => {
          await v.open();
          if (before.length > 0) await v.cpuDown(cpu);
          const button = await v.operation(cpu, operation);
          const was = await v.everything();

          await expect(button).toHaveAttribute('aria-disabled', 'true');
          await expect(button).toHaveAccessibleDescription(says);
          await v.tryToPress(button);
          await expect(v.page.getByRole('tooltip')).toHaveText(says);
          expect(await v.everything(), 'it does nothing').toEqual(was);
        });
      }
    });
  }

  test('on hover, and the words go away with Escape', async ({ v }) => {
    await v.open();
    await (await v.operation(0, 'kunmap_atomic')).hover();
    await expect(v.page.getByRole('tooltip')).toBeVisible();
    await v.close();
    await expect(v.page.getByRole('tooltip')).toBeHidden();
  });

  test('first and step back say that this is the start', async ({ v }) => {
    await v.open();
    await v.first();
    for (const name of ['First', 'Step back']) {
      const key = v.page.getByRole('button', { name, exact: true });
      await expect(key).toHaveAttribute('aria-disabled', 'true');
      await v.story.hover();
      await key.hover();
      await expect(v.page.getByRole('tooltip')).toHaveText('This is the start.');
    }
  });
});

test('what the kernel refuses is no mistake: it happens, and the story says what the kernel does', async ({ v }) => {
  await v.open();
  await v.cpuDown(0);
  await expect(v.cpu(0)).toContainText('online');
  expect(await v.sentence()).toMatch(/CPU ?0/i);
  await expect(v.story).toContainText(/EPERM|refuse/);
  await expect(v.refusal).toBeHidden();
});

test.describe('a mistake in the text', () => {
  const HEAD = 'kmapscope 1\nmachine kernel=v3.9\n';
  const mistakes: readonly {
    readonly what: string;
    readonly text: string;
    readonly at: string;
    readonly says: RegExp;
  }[] = [
    {
      what: 'an operation that there is not',
      text: `${HEAD}cpu1: kmap_atomc(page3)\n`,
      at: 'line 3, column 7',
      says: /kmap_atomc.*kmap_atomic/,
    },
    {
      what: 'a CPU that the machine does not have',
      text: `${HEAD}cpu9: kmap_atomic(page3)\n`,
      at: 'line 3, column 1',
      says: /no CPU 9: this machine has CPUs 0 to 3/,
    },
    {
      what: 'a page that the machine does not have',
      text: `${HEAD}cpu1: kmap_atomic(page99)\n`,
      at: 'line 3, column 19',
      says: /no page99: this machine has page0 to page7/,
    },
    {
      what: 'unmapping what is not mapped',
      text: `${HEAD}cpu1: kunmap_atomic()\n`,
      at: 'line 3, column 1',
      says: /holds no address to unmap: map a page first/,
    },
    {
      what: 'an expectation that does not hold',
      text: `${HEAD}cpu1: kmap_atomic(page3)\nexpect stray(cpu1.slot0)\n`,
      at: 'line 4, column 1',
      says: /live/,
    },
  ];

  for (const { what, text, at, says } of mistakes) {
    test(what, async ({ v }) => {
      await v.open('#/s/the-bite');
      await v.openText();
      await v.pasteText(text);

      const told = v.page.getByRole('region', { name: 'Text' }).getByRole('listitem');
      await expect(told).toHaveCount(1);
      await expect(told).toContainText(at);
      await expect(told).toContainText(says);
      await expect(v.page.locator('.cm-lintRange')).toHaveCount(1);
    });
  }

  test('the sentence about a mistake takes room from the text, and what is typed stays in sight', async ({ v }) => {
    await v.open('#/s/the-bite');
    await v.openText();
    await v.page.keyboard.press('ControlOrMeta+End');
    await v.page.keyboard.type('cpu1: frobnicate');
    await expect(mistakesOf(v)).toContainText(['unknown operation']);
    const line = await v.page.locator('.cm-line', { hasText: 'frobnicate' }).boundingBox();
    const room = await v.page.locator('.editor-room').boundingBox();
    expect((line?.y ?? Infinity) + (line?.height ?? 0)).toBeLessThanOrEqual((room?.y ?? 0) + (room?.height ?? 0) + 1);
  });

  test('the stage keeps the last text that could be run, and goes on when the mistake is mended', async ({ v }) => {
    await v.open('#/s/the-bite');
    await v.openText();
    await v.pasteText('kmapscope 1\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\n');
    await expect(v.log).toHaveText(['cpu1: kmap_atomic(page3)']);

    await v.page.keyboard.press('ControlOrMeta+End');
    await v.page.keyboard.type('cpu1: frobnicate');
    await expect(mistakesOf(v)).toContainText(['line 4, column 7']);
    await expect(v.log).toHaveText(['cpu1: kmap_atomic(page3)']);

    await v.page.keyboard.press('ControlOrMeta+Backspace');
    await v.page.keyboard.type('kunmap_atomic()');
    await expect(v.log).toHaveText(['cpu1: kmap_atomic(page3)', 'cpu1: kunmap_atomic()']);
    await expect(mistakesOf(v)).toHaveCount(0);
  });
});

test.describe('stage and text never disagree', () => {
  const lines = (v: Visualizer): Locator => v.page.locator('.cm-line');

  test('who goes elsewhere while typing has the text of what is there, and no mistake of what was', async ({ v }) => {
    await v.open('#/s/the-bite');
    await v.openText();
    await v.page.keyboard.press('ControlOrMeta+End');
    await v.page.keyboard.type('cpu1: frobnicate');
    await expect(mistakesOf(v)).toContainText(['unknown operation']);
    await v.openLink('#/s/pkmap-stray');
    await expect(lines(v).nth(1)).toHaveText('title "A stray in the other window"');
    await expect(mistakesOf(v)).toHaveCount(0);

    // Typed, and gone before it was run: it is not run on the other scenario.
    await v.page.keyboard.press('ControlOrMeta+End');
    await v.page.keyboard.type('cpu1: irq\n');
    await v.page.goBack();
    await v.idle();
    await v.page.waitForTimeout(600);
    expect(await v.title()).toBe('The bite');
    await expect(lines(v).nth(1)).toHaveText('title "The bite"');
    expect(await v.cursor()).toBe('0 of 9');
  });

  test('who leaves the text at once has what was typed run, or said what is wrong with it', async ({ v }) => {
    await v.open('#/s/the-bite');
    await v.openText();
    await v.page.keyboard.press('ControlOrMeta+End');
    await v.page.keyboard.type('cpu3: frobnicate');
    await v.page.keyboard.press('Tab');
    await expect(mistakesOf(v)).toContainText(['unknown operation']);
    await expect(lines(v).filter({ hasText: 'frobnicate' })).toHaveCount(1);
  });
});

const mistakesOf = (v: Visualizer): Locator => v.page.getByRole('region', { name: 'Text' }).getByRole('listitem');

test.describe('a failure of ours', () => {
  test('a worker that crashes: what happened, a report with the link, and the run again', async ({ v }) => {
    await v.open();
    await v.map(2, 'page6');
    const before = await v.everything();
    await breakModel(v);

    await v.stepBack();

    await expect(v.crash).toContainText('it is not your fault');
    await expect(v.crash).toContainText('broken for the test');
    await v.press(v.crash.getByRole('button', { name: 'Copy report' }));
    await expect
      .poll(() => v.page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/broken for the test[^]*#\/r\/1/);

    await v.press(v.crash.getByRole('button', { name: 'Open the run again' }));

    await expect(v.crash).toBeHidden();
    expect(await v.everything()).toEqual(before);
    await v.unmap(2);
    expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 3', 'cpu2 slot 0: stray, page 6']);
  });

  test('a worker that cannot be loaded: says so, and starts once it can', async ({ v, complaints }) => {
    await v.page.route('**/session.worker*', (route) => route.abort());
    await v.page.goto('');
    await expect(v.crash).toContainText('could not be started');
    complaints.length = 0; // the browser told of the request that failed

    await v.page.unroute('**/session.worker*');
    await v.press(v.crash.getByRole('button', { name: 'Open the run again' }));
    expect(await v.cursor()).toBe('2 of 12');
  });

  for (const { part, ask } of [
    { part: 'a dialog', ask: (v: Visualizer) => v.page.keyboard.press('s') },
    { part: 'the editor', ask: (v: Visualizer) => v.page.getByRole('button', { name: 'Text', exact: true }).click() },
    { part: 'a menu', ask: (v: Visualizer) => v.page.getByRole('button', { name: /^Theme/ }).click() },
  ]) {
    test(`a part of the page that cannot be fetched, ${part}: it is said, the rest goes on, and later it is there`, async ({
      v,
      complaints,
    }) => {
      await v.open();
      await v.page.route('**/*.js', (route) => route.abort());
      await ask(v);
      await expect(v.banner).toHaveRole('alert');
      await expect(v.banner).toContainText(/could not be fetched. Everything else goes on/);
      await expect(v.dialog).toBeHidden();
      await v.step();
      expect(await v.cursor()).not.toBe('2 of 12');
      // What is fetched ahead of its use fails too, whenever its turn comes: until the way is free.
      await v.page.unroute('**/*.js');
      await v.idle();
      complaints.length = 0; // the browser told of the requests that failed
      await ask(v);
      const there = v.dialog.or(v.page.getByRole('menu')).or(v.page.getByRole('textbox', { name: 'Scenario text' }));
      await expect(there).toBeVisible();
      await expect(v.banner, 'what it said holds no longer').toHaveCount(0);
    });
  }

  test('the styles of a part that cannot be fetched: later it is there in them', async ({ v, complaints }) => {
    await v.open();
    await v.page.route('**/*.css', (route) => route.abort());
    await v.page.keyboard.press('Shift+C');
    await expect(v.banner).toContainText('This dialog could not be fetched.');

    await v.page.unroute('**/*.css');
    await v.page.keyboard.press('Shift+C');
    await expect(v.dialog.locator('.compare-form')).toHaveCSS('display', 'grid');
    await v.page.waitForLoadState('networkidle');
    complaints.splice(0); // the browser told of the requests that failed
  });
});

/** From now on every copy of a machine fails, in the worker that runs now. */
async function breakModel({ page }: Visualizer): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      Uint16Array.prototype.slice = () => {
        throw new Error('broken for the test');
      };
    });
  }
}
