import { describe, expect, test } from 'vitest';
import { parseStatement } from '../scenario/parse.ts';
import { OPERATIONS } from '../timeline/operations.ts';
import { lineFor, operationOn } from './operations.ts';
import { shortcutFor, SHORTCUTS } from './shortcuts.ts';
import { makeRig, type Rig } from './testing/rig.ts';

async function opened(): Promise<Rig> {
  const rig = makeRig();
  await rig.commands.open({ text: 'kmapscope 1\nmachine kernel=rfc-no-hook cpus=3 pages=4 low=1\n' });
  return rig;
}

/** Presses keys one after the other, each when the one before it has been answered. */
async function press(rig: Rig, keys: string): Promise<void> {
  for (const key of keys.split(' ')) {
    shortcutFor(key)?.run({ state: rig.state(), commands: rig.commands });
    while (rig.state().pending > 0) await Promise.resolve();
  }
}
const steps = (rig: Rig): readonly string[] => (rig.state().session?.text ?? '').split('\n').slice(2, -1);

test('no key does two things, and every one says what it does', () => {
  const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  expect(SHORTCUTS.filter(({ does }) => does.length < 4)).toEqual([]);
  expect(keys.filter((key) => shortcutFor(key) === undefined)).toEqual([]);
  expect(shortcutFor('q')).toBeUndefined();
});

test('e opens the explorer and goes back to the story; Escape closes it before it forgets what was looked at', async () => {
  const rig = await opened();
  rig.commands.select('page3');
  await press(rig, 'e');
  expect(rig.state().exploring).toBe(true);
  await press(rig, 'Escape');
  expect(rig.state()).toMatchObject({ exploring: false, selection: 'page3' });
  await press(rig, 'e e');
  expect(rig.state().exploring).toBe(false);
});

describe('by keyboard alone', () => {
  test('the story of the mail, and back to before the flush', async () => {
    const rig = await opened();
    await press(rig, '1 p p p k u d 0 f t x');
    expect(steps(rig)).toEqual([
      'cpu1: kmap_atomic(page3)',
      'cpu1: kunmap_atomic()',
      'cpu0: cpu_down(cpu1)',
      'cpu0: kmap_atomic_flush_unused()',
      'cpu0: secure_protect(page3)',
      'cpu0: speculate(cpu1.slot0)',
    ]);
    expect(rig.state().session?.lanes[0]?.frame.fault?.place).toBe('cpu1.slot0');
    await press(rig, 'ArrowLeft PageUp ArrowLeft');
    expect(rig.state().session?.at).toBe(3);
  });

  test('the same key takes back what it did, where there is a way back', async () => {
    const rig = await opened();
    await press(rig, '2 i i d d t t');
    expect(steps(rig)).toEqual([
      'cpu2: irq',
      'cpu2: irq_return',
      'cpu0: cpu_down(cpu2)',
      'cpu0: cpu_up(cpu2)',
      'cpu2: secure_protect(page0)',
      'cpu2: secure_unprotect(page0)',
    ]);
  });

  test('branches, zoom, speed, dialogs, and Escape one thing at a time', async () => {
    const rig = await opened();
    await press(rig, 'k Home u i [ ]');
    expect(rig.state().session?.branches.length).toBe(2);
    expect(rig.state().session?.branch).toBe(1);
    await press(rig, 'l + + + - c');
    expect([rig.state().zoom, rig.state().speed, rig.copied.length]).toEqual(['lines', 2, 1]);
    rig.commands.select('cpu0.slot0');
    await press(rig, 'w ?');
    expect([rig.state().dialog, rig.state().why?.object, rig.state().selection]).toEqual([
      'help',
      'cpu0.slot0',
      'cpu0.slot0',
    ]);
    const left: string[] = [];
    for (let i = 0; i < 5; i++) {
      await press(rig, 'Escape');
      const { dialog, why, toast, selection } = rig.state();
      left.push(
        [dialog, why?.object, toast?.text.slice(0, 4), selection]
          .filter((what) => what !== null && what !== undefined)
          .join(', '),
      );
    }
    expect(left).toEqual(['cpu0.slot0, Link, cpu0.slot0', 'Link, cpu0.slot0', 'cpu0.slot0', '', '']);
  });

  test('without a machine a key does nothing', async () => {
    const rig = makeRig();
    await press(rig, 'k u f d t x p 1 ArrowRight ArrowLeft Home End n v . , j z w > < [ ] c');
    expect(rig.asked).toEqual([]);
    expect(rig.state().toast?.text).toMatch(/^(Nothing|There is nothing|Open)/);
  });

  test('a key that has nothing to act on says so', async () => {
    const rig = await opened();
    const said: Record<string, string | undefined> = {};
    for (const key of ['n', 'Shift+N', 'v', '.', ',', 'j', 'Shift+J', 'z', '>', '<', '[', ']', '7']) {
      rig.commands.dismissToast();
      await press(rig, key);
      said[key] = rig.state().toast?.text;
    }
    expect(said).toEqual({
      n: 'There is no later step of this kind.',
      'Shift+N': 'There is no earlier step of this kind.',
      v: 'Nothing is compared: Shift+C does.',
      '.': 'Nothing is compared: Shift+C does.',
      ',': 'Nothing is compared: Shift+C does.',
      j: 'Nothing is compared: Shift+C does.',
      'Shift+J': 'Nothing is compared: Shift+C does.',
      z: 'No branch was deleted.',
      '>': 'The tour is closed: r opens it.',
      '<': 'The tour is closed: r opens it.',
      '[': 'There is one future: acting before its end makes another.',
      ']': 'There is one future: acting before its end makes another.',
      7: 'This machine has no CPU7.',
    });
    expect(rig.state().cpu).toBeNull();
  });

  test('what a key chooses is said: who listens sees no choice, and the page is shown nowhere', async () => {
    const rig = await opened();
    const said: (string | undefined)[] = [];
    for (const key of ['2', '2', 'p', 'Shift+P', '+', '+', '+', '-', 'l', 'l']) {
      await press(rig, key);
      said.push(rig.state().toast?.text);
    }
    expect(said).toEqual([
      'CPU2 is chosen.',
      'No CPU is chosen: CPU0 acted last.',
      'page1 is chosen.',
      'page0 is chosen.',
      'Speed 2×.',
      'Speed 4×.',
      '4× is the fastest.',
      'Speed 2×.',
      'A step is one line of the kernel’s code now.',
      'A step is a whole call now.',
    ]);
  });

  test('why? is asked of what the inspector shows, selected or not', async () => {
    const rig = await opened();
    await press(rig, '1 k u w');
    expect(rig.state().why?.object).toBe('cpu1.slot0');
    rig.commands.select('page3');
    await press(rig, 'w');
    expect(rig.state().why?.object).toBe('page3');
  });
});

describe('the line of an operation', () => {
  test('is one that the parser reads, for each of them', async () => {
    const rig = await opened();
    for (const operation of OPERATIONS) {
      const line = lineFor(rig.state(), operation) ?? '';
      expect(parseStatement(line), line).toMatchObject({ ok: true });
    }
    expect(lineFor(makeRig().state(), 'kmap_atomic')).toBeNull();
  });

  test('goes through the place that is looked at, else through one that maps the chosen page', async () => {
    const rig = await opened();
    await press(rig, '2 k u 0');
    expect(lineFor(rig.state(), 'speculate')).toBe('cpu0: speculate(cpu2.slot0)');
    rig.commands.select('cpu1.slot4');
    expect(lineFor(rig.state(), 'speculate')).toBe('cpu0: speculate(cpu1.slot4)');
    rig.commands.select('page2');
    expect(lineFor(rig.state(), 'read')).toBe('cpu0: read(cpu2.slot0)');
  });

  test('of hotplug is said by another CPU', async () => {
    const rig = await opened();
    const { page } = rig.state();
    expect(lineFor(rig.state(), 'cpu_down', { cpu: 0, page, place: null })).toBe('cpu1: cpu_down(cpu0)');
    expect(operationOn(rig.state(), 'cpu_up', 1)).toEqual({
      fn: 'cpu_up',
      enabled: false,
      reason: 'CPU1 is up already.',
    });
  });

  test('of a buffer takes the rest of the zone, of a copy the next page', async () => {
    const rig = await opened();
    rig.commands.choosePage('page3');
    expect(lineFor(rig.state(), 'copy_highpage')).toBe('cpu0: copy_highpage(page0, page3)');
    rig.commands.choosePage('page1');
    expect(lineFor(rig.state(), 'dma_clean')).toBe('cpu0: dma_clean(page1..page3)');
    rig.commands.changePage(-1);
    rig.commands.changePage(-1);
    expect(lineFor(rig.state(), 'kmap_atomic')).toBe('cpu0: kmap_atomic(low0)');
  });
});
