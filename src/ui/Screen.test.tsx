import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { makeRig, type Rig } from '../state/testing/rig.ts';
import { Screen } from './Screen.tsx';

const STORY = `kmapscope 1
title "A CPU dies with a stray mapping"
machine kernel=rfc-no-hook cpus=4 pages=8
note "CPU1 cleans the cache of page 3."
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
cpu2: speculate(cpu1.slot0)
`;

let rig: Rig;
let root: Root;
let page: HTMLElement;

async function open(at: number, text = STORY): Promise<void> {
  await act(() => rig.commands.open({ text, at }));
  await drawn();
}

/** Every part is here and has had its turn: the screen says so. */
async function drawn(): Promise<void> {
  const started = performance.now();
  while (page.querySelector('.screen')?.getAttribute('data-busy') !== 'false' && performance.now() < started + 20_000)
    await act(() => new Promise((done) => requestAnimationFrame(() => done(undefined))));
  expect(page.querySelector('.screen')?.getAttribute('data-busy')).toBe('false');
}

async function press(name: string | RegExp): Promise<void> {
  await act(async () => {
    button(name).click();
    await Promise.resolve();
  });
  await drawn();
}

const buttons = (): readonly HTMLElement[] => [...page.querySelectorAll<HTMLElement>('button')];
const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent.trim();
function button(name: string | RegExp): HTMLElement {
  const found = buttons().find((one) => (typeof name === 'string' ? nameOf(one) === name : name.test(nameOf(one))));
  return present(found, `a button named ${String(name)}`);
}
const words = (selector: string): string => page.querySelector(selector)?.textContent ?? '';

/** happy-dom lays nothing out: without a size the stage would not be drawn. */
function giveRoom(): void {
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1100 });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 500 });
  globalThis.ResizeObserver = class implements ResizeObserver {
    readonly #heard: ResizeObserverCallback;
    constructor(heard: ResizeObserverCallback) {
      this.#heard = heard;
    }
    observe(): void {
      this.#heard([], this);
    }
    unobserve(): void {
      this.disconnect();
    }
    disconnect(): void {
      return undefined;
    }
  };
}

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  giveRoom();
  rig = makeRig();
  page = document.createElement('div');
  document.body.append(page);
  root = createRoot(page);
  act(() => {
    root.render(
      <Screen
        app={rig}
        link={() => 'https://example.org/#/r/1abc'}
        copy={() => Promise.resolve()}
        addressOf={(fragment) => `https://example.org/#${fragment}`}
        explorer={() => null}
        onBannerAction={() => undefined}
      />,
    );
  });
});

afterEach(() => {
  act(() => {
    root.unmount();
  });
  page.remove();
});

test('before the engine has answered the page says that it is booting', () => {
  act(() => {
    rig.store.setState({ pending: 1 });
  });
  expect(words('.loading')).toContain('Booting');
});

test('when nothing could be opened the page offers what can be', async () => {
  expect(words('.loading')).toContain('Nothing is open.');
  await press('Choose a scenario');
  expect(rig.state().dialog).toBe('library');
});

test('a step is told in a heading, a sentence, what changed, and the routine that ran', async () => {
  await open(2);
  expect(words('.where')).toBe('Step 2 of 6 · cpu1');
  expect(words('.story h1')).toBe('CPU1 unmaps page 3');
  expect(words('.sentence')).toContain('stray');
  expect(words('.note')).toContain('cleans the cache');
  expect(words('.changes')).toContain('cpu1.slot0');
  expect(words('.code')).toContain('kmap_atomic_idx_pop()');
});

test('the stage shows the stray, its CPU panel the depth, the inspector its words', async () => {
  await open(2);
  const cell = page.querySelector('[data-object="cpu1.slot0"]');
  expect(cell?.getAttribute('aria-label')).toBe('cpu1 slot 0: stray, page 3');
  expect(words('.cpu[data-object="cpu1"] .depth')).toBe('depth 0');
  expect(words('.inspector')).toContain('0x6012365f');
  expect(words('.inspector')).toContain('0x6012345f');
});

test('a button of a CPU appends its line, and in the past that forks', async () => {
  await open(2);
  await press('kmap_atomic_flush_unused on cpu0');
  expect(rig.state().session?.text).toContain('cpu1: kunmap_atomic()\ncpu0: kmap_atomic_flush_unused()');
  expect(rig.state().session?.branches).toHaveLength(2);
  expect(words('.branch-button')).toContain('2 futures');
});

test('a button that cannot be used says why, in its tip and in its description', async () => {
  await open(2);
  const unmap = button('kunmap_atomic on cpu1');
  expect(unmap.getAttribute('aria-disabled')).toBe('true');
  const reason = unmap.getAttribute('data-tip') ?? '';
  expect(reason.length).toBeGreaterThan(10);
  const described = document.getElementById(unmap.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toBe(reason);
  const asked = rig.asked.length;
  act(() => {
    unmap.click();
  });
  expect(rig.asked).toHaveLength(asked);
});

test('what a disabled button says can be read after a tap, and goes on Escape', async () => {
  await open(2);
  await press('kunmap_atomic on cpu1');
  expect(words('[role="tooltip"]')).toBe(button('kunmap_atomic on cpu1').getAttribute('data-tip'));
  act(() => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  expect(page.querySelector('[role="tooltip"]')).toBeNull();
});

test('an offline CPU keeps its panel and its slots, and can be brought up', async () => {
  await open(3);
  expect(words('.cpu.dead .cpu-state')).toBe('offline');
  expect(page.querySelector('[data-object="cpu1.slot0"]')?.getAttribute('aria-label')).toContain('stray');
  expect(button('cpu_up cpu1').getAttribute('aria-disabled')).toBeNull();
});

test('the timeline has a named sign for every step; one that a CPU was not reached by says so', async () => {
  await open(0);
  const signs = [...page.querySelectorAll('.sign[role="button"]')].map(nameOf);
  expect(signs).toHaveLength(6);
  expect(signs[3]).toBe('Step 4, cpu0: flush, does not reach cpu1');
  expect(signs[5]).toContain('fault');
});

test('the scrubber is a slider that says where the run stands', async () => {
  await open(5);
  const slider = present(page.querySelector('[role="slider"]'), 'the scrubber');
  expect(slider.getAttribute('aria-valuenow')).toBe('5');
  expect(slider.getAttribute('aria-valuetext')).toContain('step 5 of 6: cpu0 protect p3');
  await act(async () => {
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
    await Promise.resolve();
  });
  expect(rig.state().session?.at).toBe(0);
});

test('the transport says when it can go no further', async () => {
  await open(6);
  expect(button('Step').getAttribute('aria-disabled')).toBe('true');
  await press('Step back');
  expect(rig.state().session?.at).toBe(5);
  expect(button('Step').getAttribute('aria-disabled')).toBe('false');
});

test('the log opens the step at the cursor into old and new, bit for bit', async () => {
  await open(1);
  expect(words('.log .here code')).toBe('cpu1: kmap_atomic(page3)');
  expect(words('.log .here ul')).toContain('0x00000000 to 0x6012365f');
});

test('the log of a long run stands still while the cursor goes on over its page', async () => {
  const many = Array.from({ length: 40 }, () => 'cpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n').join('');
  const rows = (): readonly string[] => [...page.querySelectorAll('.log .step-number')].map((one) => one.textContent);
  const numbers = (first: number, last: number): readonly string[] =>
    Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
  await open(9, `kmapscope 1\nmachine kernel=rfc-no-hook cpus=4 pages=8\n${many}`);
  expect(rows()).toEqual(numbers(3, 22));
  for (let at = 10; at <= 16; at++) {
    await press('Step');
    expect(words('.log .here .step-number')).toBe(String(at));
    expect(rows()).toEqual(numbers(3, 22));
  }
  await press('Step');
  expect(rows()).toEqual(numbers(11, 30));
});

test('a long routine is whole when all is quiet, and nothing of another stands below it', async () => {
  const shown = (): readonly string[] => [...page.querySelectorAll('.code li code')].map((one) => one.textContent);
  const routine = (): readonly string[] | undefined =>
    rig.state().session?.lanes[0]?.frame.step?.code?.lines.map(({ text }) => text);
  await open(3);
  for (const way of ['Step', 'Step back', 'Step']) {
    await press(way);
    expect(shown()).toEqual(routine());
    expect(shown().length).toBeGreaterThan(4);
  }
});

test('"why?" lists the steps that led here, and each leads to its step', async () => {
  await open(5);
  await press(/^Why is cpu1\.slot0/);
  expect(words('.why-chain')).toContain('cpu1: kmap_atomic(page3)');
  await act(async () => {
    page.querySelector<HTMLElement>('.why-chain ol button')?.click();
    await Promise.resolve();
  });
  expect(rig.state().session?.at).toBe(1);
});

test('a refused line is said once, with its place and the way on', async () => {
  await open(2);
  await act(() => rig.commands.append('cpu9: kmap_atomic(page1)'));
  expect(words('.refusal')).toContain('CPU 9');
  expect(page.querySelector('.refusal')?.getAttribute('role')).toBe('alert');
});

test('a crash shows what happened, and a way to go on', async () => {
  await open(2);
  rig.crashNext(new Error('the block is too small'));
  await act(() => rig.commands.step());
  expect(words('.error-panel')).toContain('the block is too small');
  await press('Open the run again');
  expect(page.querySelector('.error-panel')).toBeNull();
  expect(rig.state().session?.at).toBe(2);
});

test('every step is announced', async () => {
  await open(2);
  expect(words('[role="status"]')).toBe(rig.state().session?.lanes[0]?.frame.step?.sentence);
});

/** What stands open in the log, frame by frame, while something is done; what stands as it stood is not told again. */
async function openInLog(gesture: () => Promise<unknown>): Promise<readonly string[]> {
  const seen: string[] = [];
  const look = (): void => {
    const open = [...page.querySelectorAll('.log li')].filter((row) => row.querySelector('ul') !== null);
    const now = open.map((row) => row.querySelector('.step-number')?.textContent ?? '').join(' and ');
    if (now !== seen.at(-1)) seen.push(now);
  };
  const eachFrame = (): void => {
    look();
    frame = requestAnimationFrame(eachFrame);
  };
  let frame = requestAnimationFrame(eachFrame);
  look();
  await act(gesture);
  await drawn();
  look();
  cancelAnimationFrame(frame);
  return seen;
}

test('in the log a step closes when the next one opens, and stays open while something else is edited', async () => {
  await open(1);
  expect(await openInLog(rig.commands.step)).toEqual(['1', '2']);
  expect(await openInLog(() => rig.commands.edit(STORY.replace('cpu2: speculate', 'cpu3: speculate')))).toEqual(['2']);
});
