import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildKernel } from '../model/kernel.ts';
import { configOf } from '../model/testing/rig.ts';
import { formatStatement } from '../scenario/format.ts';
import { randomSteps } from '../timeline/testing/random-steps.ts';
import { unindented } from '../timeline/testing/pictures.ts';
import type { Request, SessionView } from './protocol.ts';
import { drive, show, type Drive } from './testing/drive.ts';

const STORY = unindented(`kmapscope 1
  title "A CPU dies with a stray mapping"
  machine kernel=rfc-no-hook cpus=2 pages=4
  note "CPU1 cleans the cache of page 3."
  cpu1: kmap_atomic(page3)
  cpu1: kunmap_atomic()
  note "A stray."
  cpu0: cpu_down(cpu1)
  cpu0: kmap_atomic_flush_unused()
  cpu0: secure_protect(page3)
  cpu0: speculate(cpu1.slot0)`);

const open = (text: string, more: Partial<Extract<Request, { type: 'open' }>> = {}): Request => ({
  type: 'open',
  text,
  kernels: [],
  at: 0,
  ...more,
});
const seek = (at: number, micro: number | null = null): Request => ({ type: 'seek', at, micro });
const append = (text: string): Request => ({ type: 'append', text });

function opened(more: Partial<Extract<Request, { type: 'open' }>> = {}): {
  readonly session: Drive;
  readonly first: SessionView;
} {
  const session = drive();
  return { session, first: session.see(open(STORY, more)) };
}

describe('time', () => {
  test('the story of the mail, forward and back again', () => {
    const { session, first } = opened();
    const forward = Array.from({ length: 7 }, (_, at) => show(session.see(seek(at))));
    expect(forward[0]).toBe(show(first));
    expect(forward[6]).toBe(
      unindented(`at 6 of 6, *main
        rfc-no-hook
        cpu0 online depth=0 | .
        cpu1 dead depth=0 | page3~!
        secure page3`),
    );
    const back = Array.from({ length: 7 }, (_, i) => show(session.see(seek(6 - i))));
    expect(back.toReversed()).toEqual(forward);
  });

  test('a cursor out of the run comes to stand at its end', () => {
    const { session } = opened();
    expect(session.see(seek(99)).at).toBe(6);
    expect(session.see(seek(-3)).at).toBe(0);
    expect(opened({ at: -1 }).first.at).toBe(6);
  });

  test('title, note and text go with the cursor', () => {
    const { session, first } = opened();
    expect(first.title).toBe('A CPU dies with a stray mapping');
    expect(first.text).toBe(`${STORY}\n`);
    expect([0, 1, 2, 5].map((at) => session.see(seek(at)).note)).toEqual([
      'CPU1 cleans the cache of page 3.',
      'CPU1 cleans the cache of page 3.',
      'CPU1 cleans the cache of page 3.',
      'A stray.',
    ]);
  });

  test('a step is entered line by line and left behind its last line', () => {
    const { session } = opened();
    const ticks = opened().first.outline.items[0]?.ticks ?? 0;
    const cursors = Array.from({ length: ticks + 2 }, (_, micro) => session.see(seek(0, micro)));
    expect(cursors.map(({ at, micro }) => `${at}+${micro ?? '-'}`)).toEqual([
      '0+-',
      ...Array.from({ length: ticks - 1 }, (_, i) => `0+${i + 1}`),
      '1+-',
      '1+-',
    ]);
    expect(session.see(seek(0, 2)).lanes[0]?.frame.cpus[1]?.calls[0]?.fn).toBe('kmap_atomic');
  });
});

describe('acting', () => {
  test('at the end the run grows', () => {
    const { session } = opened({ at: -1 });
    const view = session.see(append('cpu0: kmap_atomic(page0)'));
    expect(show(view)).toContain('at 7 of 7, *main\n');
    expect(view.text).toBe(`${STORY}\ncpu0: kmap_atomic(page0)\n`);
    expect(view.outline).toMatchObject({ from: 6, items: [{ label: 'map p0', line: 12 }] });
  });

  test('in the past it forks, and the other future is one switch away', () => {
    const { session } = opened({ at: 2 });
    const forked = session.see(append('cpu0: kmap_atomic_flush_unused()'));
    expect(show(forked)).toBe(
      unindented(`at 3 of 3, main, *branch 1
        rfc-no-hook
        cpu0 online depth=0 | .
        cpu1 online depth=0 | .`),
    );
    expect(forked.branches).toMatchObject([
      { id: 0, parent: null, at: 0, length: 6 },
      { id: 1, parent: 0, at: 2, length: 3 },
    ]);
    const back = session.see({ type: 'branch', act: 'switch', id: 0 });
    expect([back.at, back.length, back.text]).toEqual([3, 6, `${STORY}\n`]);
  });

  test('what comes next anyway is only gone to', () => {
    const { session } = opened({ at: 1 });
    expect(show(session.see(append('cpu1: kunmap_atomic( )')))).toContain('at 2 of 6, *main\n');
  });

  test('in the middle of a call, the call so far is spelled out', () => {
    const { session } = opened();
    session.see(seek(0, 5));
    const view = session.see(append('cpu0: kmap_atomic(page1)'));
    expect(view.text.split('\n').slice(4, -1)).toEqual([
      'cpu1: enter kmap_atomic(page3)',
      ...Array.from({ length: 4 }, () => 'cpu1: tick'),
      'cpu0: kmap_atomic(page1)',
    ]);
    expect(show(view)).toContain('cpu0 online depth=1 | page1*\ncpu1 online depth=1 | .');
    session.see({ type: 'branch', act: 'switch', id: 0 });
    session.see(seek(0, 5));
    expect(session.refused(append('cpu1: kmap_atomic(page1)'))).toMatch(/^1:1 CPU1 is in the middle of kmap_atomic/);
  });

  test('a note is written where one stands and forks nothing', () => {
    const { session } = opened({ at: 1 });
    const view = session.see(append('note "mapped"'));
    expect([view.at, view.length, view.branches.length]).toEqual([1, 6, 1]);
    // It is told with the step that follows it.
    expect([view.note, session.see(seek(2)).note]).toEqual(['CPU1 cleans the cache of page 3.', 'mapped']);
    expect(view.text).toContain('cpu1: kmap_atomic(page3)\nnote "mapped"\ncpu1: kunmap_atomic()\n');
  });

  test('what is not possible changes nothing and says why', () => {
    const { session } = opened();
    const before = show(session.see(seek(3)));
    expect(session.refused(append('cpu1: kmap_atomic(page0)'))).toBe(
      '1:1 CPU1 is offline: bring it up with cpu_up first.',
    );
    expect(session.refused(append('cpu0: kunmap_atomic()'))).toBe(
      '1:1 CPU0 holds no address to unmap: map a page first.',
    );
    expect(session.refused(append('cpu0: kmap_atomic(page9)'))).toMatch(/^1:1 there is no page9/);
    expect(session.refused(append('cpu0: kmap_atomc(page1)'))).toMatch(/^1:7 .*kmap_atomic/);
    expect(session.refused(append('title "x"'))).toBe('1:1 a title is not a step: change it in the text');
    expect(show(session.see(seek(3)))).toBe(before);
  });

  test('an expectation that does not hold is no refusal: it stands there and says what is found', () => {
    const { session } = opened({ at: -1 });
    const view = session.see(append('expect no_fault'));
    expect(
      view.diagnostics.map(({ span, message }) => `${span.line}:${span.column}-${span.endColumn} ${message}`),
    ).toEqual([
      '12:1-16 expect no_fault does not hold: the firewall has refused cpu0 an access to page3 through cpu1.slot0',
    ]);
  });
});

describe('the text', () => {
  test('is replaced whole, and the cursor stays as near as it can', () => {
    const { session } = opened({ at: 5 });
    const shorter = STORY.split('\n').slice(0, 8).join('\n');
    expect(show(session.see({ type: 'edit', text: shorter }))).toContain('at 3 of 3, *main');
  });

  test('with mistakes is answered with all of them, each where it stands, and nothing changes', () => {
    const { session } = opened({ at: 2 });
    const before = show(session.see(seek(2)));
    const text = STORY.replace('page3)', 'page7)').replace('kunmap_atomic', 'kunmap_atomik');
    expect(session.refused({ type: 'edit', text })).toMatch(/^5:19 there is no page7.*\n6:7 .*kunmap_atomic/);
    expect(show(session.see(seek(2)))).toBe(before);
    expect(session.refused(open('kmapscope 2'))).toMatch(/^1:11 .*newer/);
    expect(show(session.see(seek(2)))).toBe(before);
  });

  test('a refused step in it is shown where it stands, and the run goes on', () => {
    const { session } = opened();
    const view = session.see({ type: 'edit', text: `${STORY}\ncpu1: kmap_atomic(page1)\ncpu0: kmap_atomic(page1)` });
    expect(view.diagnostics).toMatchObject([
      { span: { line: 12 }, message: 'CPU1 is offline: bring it up with cpu_up first.' },
    ]);
    expect(session.see(seek(8)).lanes[0]?.frame.cpus[0]?.depth).toBe(1);
  });

  test('another machine under the same run', () => {
    const { session } = opened({ at: 4 });
    const view = session.see({ type: 'machine', settings: 'kernel=rfc-v2 cpus=2 pages=4' });
    expect(view.text).toContain('\nmachine kernel=rfc-v2 cpus=2 pages=4\n');
    expect(show(view)).toContain('cpu1 dead depth=0 | .');
    expect(session.refused({ type: 'machine', settings: 'kernel=rfc-v2 cpus=1' })).toMatch(/^5:1 there is no CPU 1/);
    expect(session.refused({ type: 'machine', settings: 'kernel=rfc-v7' })).toMatch(/rfc-v7/);
  });

  test('a scenario without a machine line gets one behind its title', () => {
    const session = drive();
    session.see(open('kmapscope 1\ntitle "x"\ncpu0: irq'));
    const view = session.see({ type: 'machine', settings: 'kernel=v6.1' });
    expect(view.text).toBe('kmapscope 1\ntitle "x"\nmachine kernel=v6.1\ncpu0: irq\n');
  });
});

describe('branches', () => {
  test('are named, deleted and brought back; the last one stays', () => {
    const { session } = opened({ at: 2 });
    session.see(append('cpu0: irq'));
    expect(session.see({ type: 'rename', id: 1, name: ' the interrupt ' }).branches[1]?.name).toBe('the interrupt');
    expect(session.refused({ type: 'rename', id: 1, name: ' ' })).toBe('1:1 a branch needs a name: write one');
    const without = session.see({ type: 'branch', act: 'delete', id: 1 });
    expect([without.branch, without.branches.length, without.canUndo]).toEqual([0, 1, true]);
    expect(session.refused({ type: 'branch', act: 'delete', id: 0 })).toMatch(/only branch/);
    expect(session.refused({ type: 'branch', act: 'switch', id: 1 })).toMatch(/no such branch/);
    const back = session.see({ type: 'branch', act: 'restore', id: 1 });
    expect([back.branch, back.branches[1]?.name, back.canUndo]).toEqual([1, 'the interrupt', false]);
  });

  test('a fork of a deleted branch hangs on what is left, by the steps they share', () => {
    const { session } = opened({ at: 2 });
    session.see(append('cpu0: irq'));
    session.see(append('cpu1: irq'));
    session.see(seek(3));
    session.see(append('cpu0: irq_return'));
    const view = session.see({ type: 'branch', act: 'delete', id: 1 });
    expect(view.branches.map(({ id, parent, at, length }) => [id, parent, at, length])).toEqual([
      [0, null, 0, 6],
      [2, 0, 2, 4],
    ]);
  });

  test('or on the nearest one it descends from that is left', () => {
    const { session } = opened({ at: 2 });
    for (const [at, line] of [
      [2, 'cpu0: irq'],
      [3, 'cpu1: irq'],
      [4, 'cpu0: irq_return'],
    ] as const) {
      session.see(seek(at));
      session.see(append(line));
      session.see(append('expect no_fault'));
    }
    const tree = session.see({ type: 'branch', act: 'delete', id: 2 }).branches;
    expect(tree.map(({ id, parent, at }) => [id, parent, at])).toEqual([
      [0, null, 0],
      [1, 0, 2],
      [3, 1, 3],
    ]);
  });

  test('all of them can be kept and opened again', () => {
    const { session } = opened({ at: 2 });
    session.see({ type: 'rename', id: 0, name: 'the mail' });
    session.see(append('cpu0: irq'));
    session.see(seek(1));
    const last = session.see(append('cpu1: irq'));
    expect(session.see(seek(1)).saved).toBeNull();
    const [root, ...branches] = last.saved ?? [];
    expect(branches.map(({ name, parent, at }) => [name, parent, at])).toEqual([
      ['branch 1', 0, 2],
      ['branch 2', 1, 1],
    ]);
    const again = drive().see(open(root?.text ?? '', { branches, name: root?.name ?? '', shown: 2, at: 2 }));
    expect(show(again)).toBe(show(last));
    expect(again.saved).toEqual(last.saved);
    expect(again.branches).toEqual(last.branches);
  });

  test('a mistake in one of them is said with its name, and nothing is opened', () => {
    const branches = [{ name: 'other', parent: 0, at: 0, text: 'kmapscope 1\ncpu0: no' }];
    expect(drive().refused(open(STORY, { branches }))).toMatch(/^2:7 in the branch "other": /);
  });
});

describe('lanes', () => {
  test('the same run under two kernels, one cursor, and where they part', () => {
    const { session, first } = opened({ kernels: ['rfc-v2'] });
    expect(first.divergences[0]).toBe(3);
    expect(show(session.see(seek(5)))).toBe(
      unindented(`at 5 of 6, *main
        rfc-no-hook
        cpu0 online depth=0 | .
        cpu1 dead depth=0 | page3~!
        secure page3
        rfc-v2
        cpu0 online depth=0 | .
        cpu1 dead depth=0 | .
        secure page3`),
    );
    const plain = session.see({ type: 'kernels', kernels: [] });
    expect([plain.lanes.length, plain.divergences]).toEqual([1, []]);
    expect(session.refused({ type: 'kernels', kernels: ['v9.9'] })).toMatch(/v9\.9/);
  });

  test('in the middle of a step each lane is as far as it gets', () => {
    const { session } = opened({ kernels: ['rfc-v1'] });
    const ticks = session.see(seek(3)).outline.items.length;
    expect(ticks).toBe(0); // nothing of the outline is sent twice
    const view = session.see(seek(3, 12));
    expect(view.lanes.map(({ frame }) => frame.costs.pte_writes)).toEqual([1, expect.any(Number)]);
    expect(view.micro).toBe(12);
  });
});

test('why is answered without moving anything', () => {
  const { session } = opened({ at: -1 });
  const reply = session.ask({ type: 'why', object: 'fault', lane: 0 });
  expect(reply).toMatchObject({ type: 'why', object: 'fault' });
  expect(reply.type === 'why' ? reply.chain.map(({ step }) => step) : []).toEqual([1, 2, 3, 4, 5, 6]);
  expect(session.see(seek(6)).at).toBe(6);
});

test('asking before anything is open is a bug of ours', () => {
  expect(() => drive().ask(seek(0))).toThrow('a scenario that is open is missing');
});

test('the digest tells whether two replays came to the same machine', () => {
  const digestAt = (at: number): number => opened({ at }).first.digest;
  expect(digestAt(4)).toBe(digestAt(4));
  expect(digestAt(4)).not.toBe(digestAt(5));
});

test('whatever is asked in whatever order, every answer is plain data, and a fresh session shows the same', () => {
  const kernel = buildKernel(configOf('kernel=rfc-v2 cpus=2 pages=4'));
  const lines = randomSteps(kernel, 60, 11).map(formatStatement);
  const request: fc.Arbitrary<Request> = fc.oneof(
    fc.constantFrom(...lines).map(append),
    fc.record(
      { type: fc.constant('seek' as const), at: fc.nat(12), micro: fc.option(fc.nat(9)) },
      { noNullPrototype: true },
    ),
    fc.record(
      { type: fc.constant('branch' as const), act: fc.constantFrom('switch', 'delete', 'restore'), id: fc.nat(4) },
      { noNullPrototype: true },
    ),
    fc.record(
      { type: fc.constant('kernels' as const), kernels: fc.subarray(['v3.9', 'vendor-3.18']) },
      { noNullPrototype: true },
    ),
    fc
      .constantFrom('cpu0.slot0', 'page3', 'fault', 'cpu1.tlb')
      .map((object): Request => ({ type: 'why', object, lane: 0 })),
  );
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 30 }), (requests) => {
      const session = drive();
      let last = session.see(open(STORY.replace('rfc-no-hook', 'rfc-v2')));
      let outline = last.outline.items;
      let saved = last.saved ?? [];
      for (const one of requests) {
        const reply = session.ask(one);
        if (reply.type !== 'session') continue;
        last = reply.session;
        outline = [...outline.slice(0, last.outline.from), ...last.outline.items];
        saved = last.saved ?? saved;
      }
      const [root, ...branches] = saved;
      const kernels = last.lanes.slice(1).map((lane) => lane.kernel);
      const shown = last.branches.findIndex(({ id }) => id === last.branch);
      const fresh = drive();
      const first = fresh.see(open(root?.text ?? '', { branches, kernels, shown }));
      expect(first.outline.items).toEqual(outline);
      const again = fresh.see(seek(last.at, last.micro));
      expect(again.lanes).toEqual(last.lanes);
      expect([again.text, again.digest, again.note, again.divergences]).toEqual([
        last.text,
        last.digest,
        last.note,
        last.divergences,
      ]);
    }),
    { numRuns: 60 },
  );
});
