import { describe, expect, test, vi } from 'vitest';
import { decodeLink } from '../share/link.ts';
import { announcement, chosenCpu, isAtEnd, isAtStart, isBusy, mainFrame, wouldFork } from './selectors.ts';
import { makeRig, type Rig } from './testing/rig.ts';

// The store is told apart from React by taking React away: whoever imports it here fails.
vi.mock('react', () => {
  throw new Error('state does not know React');
});

const STORY = `kmapscope 1
title "A stray"
machine kernel=rfc-v2 cpus=2 pages=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: kmap_atomic_flush_unused()
cpu1: kmap_atomic(page2)
`;

async function opened(at = 0): Promise<Rig> {
  const rig = makeRig();
  await rig.commands.open({ text: STORY, at });
  return rig;
}
const place = ({ state }: Rig): string => {
  const { session } = state();
  return session === null
    ? 'nothing open'
    : `${session.at}${session.micro === null ? '' : `+${session.micro}`} of ${session.length}`;
};
const slot = ({ state }: Rig, cpu: number): string =>
  mainFrame(state())?.slots.find((one) => one.cpu === cpu && one.slot === 0)?.state ?? '';

describe('time', () => {
  test('step, back, first, last, and no further than there is', async () => {
    const rig = await opened();
    const seen: string[] = [];
    const { step, back, first, last } = rig.commands;
    for (const move of [step, step, back, last, step, first, back]) {
      await move();
      seen.push(place(rig));
    }
    expect(seen).toEqual(['1 of 4', '2 of 4', '1 of 4', '4 of 4', '4 of 4', '0 of 4', '0 of 4']);
    expect([isAtStart(rig.state()), isAtEnd(rig.state())]).toEqual([true, false]);
  });

  test('keys pressed faster than the engine answers all count', async () => {
    const rig = await opened();
    const { step, back, first } = rig.commands;
    await Promise.all([step(), step(), step(), back()]);
    expect(place(rig)).toBe('2 of 4');
    await step();
    expect(place(rig)).toBe('3 of 4');
    await first();
    const one = step();
    const two = step();
    await one;
    await Promise.all([two, step()]); // pressed while the second is still under way
    expect(place(rig)).toBe('3 of 4');
  });

  test('in the zoom of lines a call is entered', async () => {
    const rig = await opened();
    rig.commands.toggleZoom();
    await rig.commands.step();
    expect(place(rig)).toBe('0+1 of 4');
    await rig.commands.back();
    expect(place(rig)).toBe('0 of 4');
  });

  test('next and previous of this kind', async () => {
    const rig = await opened(1);
    await rig.commands.nextOfKind();
    expect(place(rig)).toBe('4 of 4');
    await rig.commands.previousOfKind();
    expect(place(rig)).toBe('1 of 4');
  });

  test('playing goes on by itself, stops at the end, and starts over from there', async () => {
    const rig = await opened(3);
    await rig.commands.play();
    expect(rig.state().playing).toBe(true);
    await rig.commands.advance();
    expect([place(rig), rig.state().playing]).toEqual(['4 of 4', false]);
    await rig.commands.togglePlay();
    expect([place(rig), rig.state().playing]).toEqual(['0 of 4', true]);
    await rig.commands.step();
    expect(rig.state().playing).toBe(false);
  });
});

describe('acting', () => {
  test('one line, and the picture is there', async () => {
    const rig = await opened(2);
    expect(slot(rig, 1)).toBe('stray');
    expect(wouldFork(rig.state())).toBe(true);
    expect(await rig.commands.append('cpu0: kmap_atomic(page0)')).toBe(true);
    expect(place(rig)).toBe('3 of 3');
    expect(rig.state().session?.branches).toHaveLength(2);
    expect(rig.state().outline.map(({ label }) => label)).toEqual(['map p3', 'unmap', 'map p0']);
    expect(announcement(rig.state())).toBe(
      'CPU0 maps page 0 in its slot 0. A new branch begins here; the other is kept.',
    );
    await rig.commands.append('cpu0: kunmap_atomic()');
    expect(announcement(rig.state())).not.toContain('branch');
    await rig.commands.switchBranch(rig.state().session?.branches[0]?.id ?? -1);
    expect(announcement(rig.state())).toMatch(/^Branch “main”: CPU/);
    await rig.commands.back();
    expect(announcement(rig.state())).not.toContain('ranch');
  });

  test('a refusal is kept until something succeeds, and changes nothing else', async () => {
    const rig = await opened(2);
    const before = rig.state().session;
    expect(await rig.commands.append('cpu0: kunmap_atomic()')).toBe(false);
    expect(rig.state().refusal.map(({ message }) => message)).toEqual([
      'CPU0 holds no address to unmap: map a page first.',
    ]);
    expect(rig.state().session).toBe(before);
    await rig.commands.step();
    expect(rig.state().refusal).toEqual([]);
  });

  test('busy while something is under way', async () => {
    const rig = await opened();
    const done = rig.commands.step();
    expect(isBusy(rig.state())).toBe(true);
    await done;
    expect(isBusy(rig.state())).toBe(false);
  });

  test('the outline is the same whether it came whole or in pieces', async () => {
    const rig = await opened(2);
    await rig.commands.append('cpu0: irq');
    await rig.commands.append('cpu0: irq_return');
    await rig.commands.switchBranch(0);
    await rig.commands.edit(STORY.replace('title "A stray"\n', ''));
    const pieces = rig.state().outline;
    const fresh = makeRig();
    await fresh.commands.open({ text: rig.state().session?.text ?? '' });
    expect(pieces).toEqual(fresh.state().outline);
  });
});

describe('branches', () => {
  test('deleted with undo', async () => {
    const rig = await opened(2);
    await rig.commands.append('cpu0: irq');
    await rig.commands.renameBranch(1, 'the interrupt');
    await rig.commands.deleteBranch(1);
    expect(rig.state().deleted.map(({ name }) => name)).toEqual(['the interrupt']);
    await rig.commands.undoDelete();
    expect(rig.state().session?.branches.map(({ name }) => name)).toEqual(['main', 'the interrupt']);
    expect(rig.state().deleted).toEqual([]);
    expect(await rig.commands.undoDelete()).toBe(false);
  });

  test('the offer to bring one back goes when it is back, and when another run is opened', async () => {
    const rig = await opened(2);
    await rig.commands.append('cpu0: irq');
    const deleteIt = async (): Promise<void> => {
      await rig.commands.deleteBranch(1);
      rig.commands.showToast('Deleted “branch 1”.', true);
    };
    await deleteIt();
    await rig.commands.undoDelete();
    expect(rig.state().toast).toBeNull();
    await deleteIt();
    await rig.commands.open({ text: STORY });
    expect([rig.state().toast, rig.state().deleted]).toEqual([null, []]);
    rig.commands.showToast('Link copied.');
    await rig.commands.openDefault();
    expect(rig.state().toast?.text).toBe('Link copied.');
  });
});

describe('kernels and machine', () => {
  test('compare, go to where they part, go back to one', async () => {
    const rig = await opened();
    await rig.commands.compare(['rfc-no-hook', 'v3.9']);
    expect(rig.state().session?.lanes.map(({ kernel }) => kernel)).toEqual(['rfc-v2', 'rfc-no-hook', 'v3.9']);
    await rig.commands.goToDivergence();
    expect(place(rig)).toBe('3 of 4');
    await rig.commands.compare([]);
    expect(await rig.commands.goToDivergence()).toBe(false);
    await rig.commands.setMachine('kernel=v3.9 cpus=2 pages=4');
    expect(rig.state().session?.lanes.map(({ kernel }) => kernel)).toEqual(['v3.9']);
  });
});

test('who asks to go on at the end, or back at the start, is told; then the step is told again', async () => {
  const rig = await opened(0);
  await rig.commands.back();
  expect(announcement(rig.state())).toBe('This is the start of the run.');
  await rig.commands.step();
  expect(announcement(rig.state())).toBe('CPU1 maps page 3 in its slot 0.');
  await rig.commands.last();
  expect(announcement(rig.state())).not.toContain('end of the run');
  await rig.commands.step();
  expect(announcement(rig.state())).toBe('This is the end of the run.');
  await rig.commands.why('cpu0.slot3');
  expect(announcement(rig.state())).toBe('No step of this run has touched cpu0.slot3.');
  rig.commands.closeWhy();
  expect(announcement(rig.state())).not.toContain('end of the run');
  await rig.commands.step();
  await rig.commands.append('cpu0: kmap_atomic(page0)');
  expect(announcement(rig.state())).toBe('CPU0 maps page 0 in its slot 0.');
});

test('the CPU that keys act on is the one that acted last, until the reader chooses one', async () => {
  const rig = await opened(0);
  expect(chosenCpu(rig.state())).toBe(0);
  await rig.commands.step();
  expect(chosenCpu(rig.state())).toBe(1);
  await rig.commands.step();
  await rig.commands.append('cpu0: cpu_down(cpu1)');
  expect(chosenCpu(rig.state()), 'CPU0 acted, and it is about CPU1').toBe(1);
  rig.commands.chooseCpu(0);
  await rig.commands.back();
  expect(chosenCpu(rig.state())).toBe(0);
  rig.commands.chooseCpu(0);
  expect(chosenCpu(rig.state()), 'chosen once more, none is').toBe(1);
});

test('why is answered until the cursor moves', async () => {
  const rig = await opened(2);
  await rig.commands.why('cpu1.slot0');
  expect(rig.state().why?.chain.map(({ step }) => step)).toEqual([1, 2]);
  expect(announcement(rig.state())).toBe(
    'Why is cpu1.slot0 so? 2 steps, listed in the story; the last, step 2, gave the position back and left the PTE behind.',
  );
  await rig.commands.why('cpu0.slot3');
  expect(announcement(rig.state())).toBe('No step of this run has touched cpu0.slot3.');
  await rig.commands.compare(['v3.9']);
  expect(rig.state().why).not.toBeNull();
  await rig.commands.step();
  expect(rig.state().why).toBeNull();
});

test('an answer to "why?" is of its run: it does not outlive a change of it, though the cursor stays', async () => {
  const rig = await opened(2);
  const changes = [
    () => rig.commands.open({ text: STORY.replaceAll('page3', 'page1'), at: 2 }),
    () => rig.commands.edit(STORY.replaceAll('page3', 'page0')),
    () => rig.commands.setMachine('kernel=v3.9-debug'),
  ];
  for (const change of changes) {
    await rig.commands.why('cpu1.slot0');
    expect(rig.state().why?.chain).not.toEqual([]);
    expect([await change(), rig.state().session?.at, rig.state().why]).toEqual([true, 2, null]);
  }
});

describe('a crash', () => {
  test('is kept with what was on the screen, and the run opens again in a new worker', async () => {
    const rig = await opened(2);
    await rig.commands.append('cpu0: irq');
    const before = rig.state();
    rig.crashNext(new RangeError('a page that is not there'));
    expect(await rig.commands.append('cpu0: irq_return')).toBe(false);
    expect(rig.state().crash).toMatchObject({ name: 'RangeError', message: 'a page that is not there' });
    expect(rig.state().session).toBe(before.session);
    expect(isBusy(rig.state())).toBe(false);
    expect(rig.commands.address()).toContain('https://example.org/kmapscope/#/r/1');

    expect(await rig.commands.recover()).toBe(true);
    expect(rig.restarts()).toBe(1);
    expect(rig.state().crash).toBeNull();
    expect(rig.state().session).toEqual({ ...before.session, saved: expect.anything(), outline: expect.anything() });
    expect(rig.state().outline).toEqual(before.outline);
  });

  test('before anything was open leaves nothing to come back to', async () => {
    const rig = makeRig();
    rig.crashNext(new Error('no worker'));
    await rig.commands.open({ text: STORY });
    expect(await rig.commands.recover()).toBe(false);
    expect(rig.state().crash).toBeNull();
  });
});

describe('links', () => {
  test('what is copied opens as what was shown', async () => {
    const rig = await opened(2);
    await rig.commands.append('cpu0: kmap_atomic(page0)');
    await rig.commands.append('cpu0: kunmap_atomic()');
    await rig.commands.compare(['v3.9']);
    rig.commands.toggleZoom();
    await rig.commands.back();
    rig.commands.select('cpu0.slot0');
    rig.commands.setLens('everything');
    rig.commands.setSpeed(4);
    expect(await rig.commands.copyLink()).toBe(true);
    expect(rig.state().toast?.text).toBe('Link copied: it opens this run at this step.');

    const other = makeRig();
    expect(await other.commands.openLink(rig.copied[0] ?? '')).toBe(true);
    const { lens, speed, zoom, selection, banner } = other.state();
    expect({ lens, speed, zoom, selection, banner }).toEqual({
      lens: 'everything',
      speed: 4,
      zoom: 'lines',
      selection: 'cpu0.slot0',
      banner: null,
    });
    const session = rig.state().session;
    const { at, micro, text, lanes, branches } = other.state().session ?? {};
    expect({ at, micro, text, lanes }).toEqual({
      at: session?.at,
      micro: session?.micro,
      text: session?.text,
      lanes: session?.lanes,
    });
    expect(branches?.map(({ name, parent, at: fork, length }) => [name, parent, fork, length])).toEqual(
      session?.branches.map(({ name, parent, at: fork, length }) => [name, parent, fork, length]),
    );
  });

  test('one that does not come to the end its sender saw says so', async () => {
    const rig = await opened(2);
    await rig.commands.copyLink();
    const shared = decodeLink(rig.copied[0] ?? '');
    if (!shared.ok) throw new Error(shared.error.message);
    const other = makeRig();
    const { encodeLink } = await import('../share/link.ts');
    const wrong = encodeLink({ ...shared.value, digest: shared.value.digest ^ 1 });
    await other.commands.openLink(wrong.ok ? wrong.value : '');
    expect(other.state().banner?.text).toContain('another version of the model');
    expect(place(other)).toBe('2 of 4');
  });

  test('a damaged one opens nothing, says what is wrong, and offers the story of the mail', async () => {
    const rig = makeRig();
    expect(await rig.commands.openLink('https://example.org/#/r/1AAAAAAAAAAAAAAAA')).toBe(false);
    expect(rig.state().banner).toMatchObject({ kind: 'problem', action: { run: 'openDefault' } });
    expect(place(rig)).toBe('nothing open');
    expect(rig.asked).toEqual([]);
    await rig.commands.openDefault();
    expect(rig.state().banner).toBeNull();
    expect(slot(rig, 1)).toBe('stray');
  });

  test('of a shipped scenario, at a step; an unknown name says so', async () => {
    const rig = makeRig();
    await rig.commands.openLink('#/s/the-hook-helps/3');
    expect(rig.state().session?.at).toBe(3);
    expect(await rig.commands.openLink('#/s/no-such-thing')).toBe(false);
    expect(rig.state().banner?.text).toBe(
      'There is no shipped scenario called "no-such-thing": look for it in the library.',
    );
  });

  test('that goes too far: the nearest there is, and a sentence', async () => {
    const rig = makeRig();
    await rig.commands.openLink('#/s/the-bite/9');
    expect(rig.state().toast).toBeNull();
    await rig.commands.openLink('#/s/the-bite/999');
    expect(rig.state()).toMatchObject({ session: { at: 9, length: 9 }, banner: null });
    expect(rig.state().toast?.text).toBe('The link leads to step 999 of this run, which has 9: this is its end.');
    await rig.commands.openLink('#/l/the-thread/99');
    const { tour } = rig.state();
    expect(rig.state().toast?.text).toBe(
      `The link leads to page 99 of the tour, which has ${String(tour)}: this is the last.`,
    );
    await rig.commands.openLink('#/l/the-thread/1/999');
    expect(rig.state().toast?.text).toMatch(
      /^The link leads to step 999 of this run, which has \d+: this is its end\.$/,
    );
  });

  test('where the clipboard is forbidden a toast says how to go on', async () => {
    const rig = makeRig({ copy: () => Promise.reject(new Error('denied')) });
    await rig.commands.open({ text: STORY });
    expect(await rig.commands.copyLink()).toBe(false);
    expect(rig.state().toast?.text).toContain('address bar');
  });

  test('local work comes back by its link', async () => {
    const rig = await opened(2);
    await rig.commands.copyLink();
    const fragment = (rig.copied[0] ?? '').replace(/^.*#/, '');
    const other = makeRig({ keptRun: () => Promise.resolve(fragment) });
    await other.commands.openDefault();
    expect(await other.commands.restoreLocal()).toBe(true);
    expect(other.state().session?.title).toBe('A stray');
  });
});

test('whatever starts the page finds the story of the mail, paused where a stray is to be seen', async () => {
  const rig = makeRig();
  await rig.commands.openDefault();
  expect(rig.state().session?.title).toBe('A CPU dies with a stray mapping');
  expect([rig.state().playing, slot(rig, 1), rig.state().session?.diagnostics]).toEqual([false, 'stray', []]);
});
