import { expect, test } from 'vitest';
import { makeRig } from '../../state/testing/rig.ts';
import { otherValues, suggestionsFor, toggled, whyNoMore, withSwitch } from './compare-choices.ts';
import { laneAbout, laneOutcome } from './lane-words.ts';

/** How the last step of a run ended under several kernels: `word: text`, a lane each. */
async function outcomes(lines: string, kernels: readonly string[], at = -1): Promise<readonly string[]> {
  const rig = makeRig();
  await rig.commands.open({ text: `kmapscope 1\n${lines}\n`, kernels, at });
  return (rig.state().session?.lanes ?? []).map(({ frame }) => {
    const { word, text } = laneOutcome(frame);
    return `${word}: ${text}`;
  });
}

test('each lane says how the step ended there: done, refused with its reason, a BUG', async () => {
  expect(
    await outcomes(
      'machine kernel=v3.9 cpus=1\ncpu0: kmap_atomic(page0)\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic(slot0)',
      ['v3.9-debug'],
    ),
  ).toEqual([expect.stringMatching(/^done: CPU0/), expect.stringMatching(/^BUG: /)]);
  expect(await outcomes('machine kernel=v6.1 cpus=2\ncpu0: kmap_local_page(page1)', ['v3.9'])).toEqual([
    expect.stringMatching(/^done: /),
    expect.stringMatching(/^refused: .*kmap_local/),
  ]);
});

test('a call that sleeps, a fault, a step that has no effect, and the start', async () => {
  const waits = 'machine kernel=rfc-v2\ncpu1: kmap_atomic(page3)\ncpu0: cpu_down(cpu2)';
  expect((await outcomes(waits, []))[0]).toMatch(/^sleeps: /);
  const walks =
    'machine kernel=v3.9\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\ncpu0: secure_protect(page3)\ncpu2: speculate(cpu1.slot0)';
  expect(await outcomes(walks, ['v3.9-debug'])).toEqual([
    expect.stringMatching(/^fault: /),
    expect.stringMatching(/^no effect: /),
  ]);
  expect((await outcomes(walks, [], 0))[0]).toBe('booted: Nothing has happened yet.');
});

test('what a kernel is, in a line; with its switch where one was changed', () => {
  expect(laneAbout('rfc-v1')).toBe('The mail’s flush: writes every unused slot');
  expect(laneAbout('rfc-v2 flush=none')).toBe('rfc-v2 with flush=none');
});

test('four lanes are the most, each kernel once, and no suggestion has the run’s own', () => {
  expect(toggled(['v3.9'], 'rfc-v2')).toEqual(['v3.9', 'rfc-v2']);
  expect(toggled(['v3.9', 'rfc-v2'], 'v3.9')).toEqual(['rfc-v2']);
  expect([whyNoMore(['a', 'b']), whyNoMore(['a', 'b', 'c'])]).toEqual([null, expect.stringContaining('Four lanes')]);
  for (const own of ['rfc-v2', 'v3.9', 'v6.1', 'fixed']) {
    for (const { kernels } of suggestionsFor(own)) {
      expect(kernels).not.toContain(own);
      expect([1, 2, 3]).toContain(kernels.length);
    }
  }
});

test('a switch can be given any value but the one it has', () => {
  expect(otherValues('rfc-v2', 'flush')).toEqual(['none', 'unconditional', 'checked_range']);
  expect(withSwitch('rfc-v2', 'flush', 'none')).toBe('rfc-v2 flush=none');
});
