import { describe, expect, test } from 'vitest';
import { TOUR, tourStop } from '../lessons/tour.ts';
import { contrastSentence } from '../timeline/differences.ts';
import { announcement, focusedLane, mainFrame } from './selectors.ts';
import { shortcutFor } from './shortcuts.ts';
import { makeRig, type Rig } from './testing/rig.ts';
import { isStopAsShown } from './tour.ts';

const STORY = `kmapscope 1
title "A stray"
machine kernel=rfc-no-hook cpus=3 pages=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
cpu2: speculate(cpu1.slot0)
`;

async function compared(kernels: readonly string[], at = 0): Promise<Rig> {
  const rig = makeRig();
  await rig.commands.open({ text: STORY, at, kernels });
  return rig;
}

const lanes = ({ state }: Rig): readonly string[] => state().session?.lanes.map(({ kernel }) => kernel) ?? [];
const at = ({ state }: Rig): number => state().session?.at ?? -1;

/** Presses a key, and waits for what it does. */
async function press(rig: Rig, key: string): Promise<void> {
  shortcutFor(key)?.run({ state: rig.state(), commands: rig.commands });
  while (rig.state().pending > 0) await Promise.resolve();
}

describe('lanes', () => {
  test('one is swapped, one is taken away, and the first stays the scenario’s own', async () => {
    const rig = await compared(['rfc-v2', 'v3.9']);
    await rig.commands.replaceLane(2, 'rfc-v2 flush=unconditional');
    expect(lanes(rig)).toEqual(['rfc-no-hook', 'rfc-v2', 'rfc-v2 flush=unconditional']);
    await rig.commands.removeLane(1);
    expect(lanes(rig)).toEqual(['rfc-no-hook', 'rfc-v2 flush=unconditional']);
  });

  test('the panels beside the stage tell of the lane that is chosen, and keys go round', async () => {
    const rig = await compared(['rfc-v2'], 3);
    const slot = (): string => mainFrame(rig.state())?.slots.find(({ cpu }) => cpu === 1)?.state ?? '';
    expect(slot()).toBe('stray');
    await press(rig, 'j');
    expect([focusedLane(rig.state()), slot()]).toEqual([1, 'none']);
    await press(rig, 'j');
    expect(focusedLane(rig.state())).toBe(0);
    await press(rig, 'Shift+J');
    expect(focusedLane(rig.state())).toBe(1);
    await rig.commands.removeLane(1);
    expect(focusedLane(rig.state())).toBe(0);
  });

  test('why is asked of the lane that is chosen', async () => {
    const rig = await compared(['rfc-v2'], 3);
    const because = async (lane: number): Promise<string> => {
      rig.commands.focusLane(lane);
      expect(rig.state().why).toBeNull();
      await rig.commands.why('cpu1.slot0');
      return rig.state().why?.chain.at(-1)?.because ?? '';
    };
    const [own, other] = [await because(0), await because(1)];
    expect(own).not.toBe(other);
    expect(other).toContain('clear');
  });

  test('the answer goes with the lane it was asked of, and the panels stay with theirs', async () => {
    const rig = await compared(['rfc-v2', 'v3.9', 'rfc-v1'], 2);
    const told = (): string | undefined => lanes(rig)[focusedLane(rig.state())];
    rig.commands.focusLane(2);
    await rig.commands.why('cpu1.slot0');
    await rig.commands.removeLane(1);
    expect([told(), rig.state().why?.object]).toEqual(['v3.9', 'cpu1.slot0']);
    await rig.commands.replaceLane(2, 'fixed');
    expect([told(), rig.state().why?.object]).toEqual(['v3.9', 'cpu1.slot0']);
    await rig.commands.replaceLane(1, 'vendor-4.9');
    expect([told(), rig.state().why]).toEqual(['vendor-4.9', null]);
    await rig.commands.why('cpu1.slot0');
    await rig.commands.removeLane(1);
    expect([told(), rig.state().why]).toEqual(['fixed', null]);
  });

  test('a key leads to where they first part, and on to where something more differs, and back', async () => {
    const rig = await compared(['rfc-v2']);
    const seen: number[] = [];
    for (const key of ['v', '.', '.', ',', 'v']) {
      await press(rig, key);
      seen.push(at(rig));
    }
    expect(rig.state().session?.divergences).toEqual([3, 6]);
    expect(seen).toEqual([3, 6, 6, 3, 3]);
  });

  test('what one does is done in every lane', async () => {
    const rig = await compared(['v3.9-debug'], 6);
    await rig.commands.append('cpu0: kmap_atomic(page0)');
    const live = rig.state().session?.lanes.map(({ frame }) => frame.slots.filter(({ state }) => state === 'live'));
    expect(live?.map((slots) => slots.length)).toEqual([1, 1]);
  });

  test('what differs is said aloud after what happened', async () => {
    const rig = await compared(['rfc-v2'], 3);
    expect(announcement(rig.state(), contrastSentence)).toMatch(
      /CPU1 down.* cpu1 slot 0: stray, page 3 in rfc-no-hook; none in rfc-v2\.$/,
    );
  });
});

describe('the thread companion', () => {
  test('its pages are turned, it stays at its ends, and closing it keeps the run', async () => {
    const rig = makeRig();
    await press(rig, 'r');
    expect([rig.state().tour, rig.state().session?.text]).toEqual([1, tourStop(1)?.scenario]);
    expect(await rig.commands.turnPage(-1)).toBe(false);
    await press(rig, '>');
    expect([rig.state().tour, at(rig), lanes(rig).length]).toEqual([2, tourStop(2)?.at, 2]);
    await rig.commands.openTour(TOUR.stops.length);
    expect(await rig.commands.turnPage(1)).toBe(false);
    await press(rig, '<');
    expect(rig.state().tour).toBe(TOUR.stops.length - 1);
    const { session } = rig.state();
    await press(rig, 'r');
    expect([rig.state().tour, rig.state().session]).toEqual([null, session]);
  });

  test('another scenario closes it', async () => {
    const rig = makeRig();
    await rig.commands.openTour(3);
    await rig.commands.open({ text: STORY });
    expect(rig.state().tour).toBeNull();
  });

  test('its link is short, leads to the page, and to the step where that is another', async () => {
    const rig = makeRig();
    await rig.commands.openTour(6);
    expect(rig.commands.address()).toBe('https://example.org/kmapscope/#/l/the-thread/6');
    await rig.commands.first();
    expect(rig.commands.address()).toBe('https://example.org/kmapscope/#/l/the-thread/6/0');

    const other = makeRig();
    expect(await other.commands.openLink('#/l/the-thread/6/0')).toBe(true);
    expect([other.state().tour, at(other), lanes(other)]).toEqual([6, 0, lanes(rig)]);
    expect(await other.commands.openLink('#/l/the-thread')).toBe(true);
    expect([other.state().tour, at(other)]).toEqual([1, tourStop(1)?.at]);
    expect(await other.commands.openLink('#/l/the-thread/99')).toBe(true);
    expect(other.state().tour).toBe(TOUR.stops.length);
    expect(await other.commands.openLink('#/l/another-thread/1')).toBe(false);
  });

  test('a run that was changed is a run of the reader’s own: its link carries all of it', async () => {
    const rig = makeRig();
    await rig.commands.openTour(6);
    expect(isStopAsShown(rig.state())).toBe(true);
    await rig.commands.last();
    await rig.commands.append('cpu0: irq');
    expect(isStopAsShown(rig.state())).toBe(false);
    expect(rig.commands.address()).toContain('#/c/1');
    await rig.commands.openTour(6);
    await rig.commands.compare(['fixed']);
    expect(isStopAsShown(rig.state())).toBe(false);
  });
});
