import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from './client.ts';
import { patched } from './delta.ts';
import type { Port } from './port.ts';
import type { FromWorker, Reply, Request, SessionView } from './protocol.ts';
import { serve } from './serve.ts';
import { NO_SESSION, respond, type Session } from './session.ts';
import { show } from './testing/drive.ts';
import { channels } from './testing/over-channel.ts';

// The worker looks ahead to where the reader is likely to go. Nobody may be able to tell, but by how soon the answer comes.

const STORY = `kmapscope 1
machine kernel=v3.9 cpus=2
cpu0: kmap_atomic(page1)
cpu0: kunmap_atomic()
cpu1: kmap_atomic(page2)
cpu1: kunmap_atomic()
`;
const OPEN: Request = { type: 'open', text: STORY, kernels: [], at: 0 };
const seek = (at: number, onward?: number): Request => ({
  type: 'seek',
  at,
  micro: null,
  ...(onward === undefined ? {} : { onward: { at: onward, micro: null } }),
});

const later = (task: () => void): void => void setTimeout(task, 0);
const { engineOver, close } = channels(() => new MessageChannel(), later);
afterEach(close);

/** Mostly long enough for the worker to look ahead. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 8));

/** A session that notes what was worked out in it. */
function noting() {
  const done: string[] = [];
  const over = engineOver(NO_SESSION, (session: Session, request: Request) => {
    done.push(request.type === 'seek' ? `seek ${request.at}` : request.type);
    return respond(session, request);
  });
  return { ...over, done };
}

/** What is answered before anything can have come over the channel; null: nothing is. */
async function atOnce(answer: Promise<Reply | null>): Promise<Reply | null> {
  const nothing = (async () => {
    for (let n = 0; n < 5; n++) await Promise.resolve();
    return null;
  })();
  return Promise.race([answer, nothing]);
}
const pictureOf = (reply: Reply | null): string => (reply?.type === 'session' ? show(reply.session) : 'no picture');

describe('who goes on in the same way', () => {
  test('has the answer at once, and it is worked out once', async () => {
    const { engine, done, heard } = noting();
    await engine.ask(OPEN);
    await engine.ask(seek(1, 2));
    await heard(3);
    expect(done).toEqual(['open', 'seek 1', 'seek 2']);
    expect(pictureOf(await atOnce(engine.ask(seek(2, 3))))).toBe(
      'at 2 of 4, *main\nv3.9\ncpu0 online depth=0 | page1~\ncpu1 online depth=0 | .',
    );
    await heard(4);
    expect(done).toEqual(['open', 'seek 1', 'seek 2', 'seek 3']);
  });

  test('before the worker has looked ahead waits for it, as everybody else', async () => {
    const { engine } = noting();
    await engine.ask(OPEN);
    await engine.ask(seek(1, 2));
    const asked = engine.ask(seek(2, 3));
    expect(await atOnce(asked)).toBeNull();
    expect(pictureOf(await asked)).toContain('at 2 of 4');
  });

  test('keeps what has not changed: the same objects, by which panels tell that there is nothing to draw', async () => {
    const { engine, heard } = noting();
    await engine.ask(OPEN);
    const one = await engine.ask(seek(1, 2));
    await heard(3);
    const two = await atOnce(engine.ask(seek(2)));
    if (one?.type !== 'session' || two?.type !== 'session') throw new Error('a picture is expected');
    expect(two.session.lanes[0]?.frame.slots[16]).toBe(one.session.lanes[0]?.frame.slots[16]);
    expect(two.session.lanes[0]?.frame.cpus[0]).not.toBe(one.session.lanes[0]?.frame.cpus[0]);
  });
});

test('what is done in between makes what was told ahead worthless', async () => {
  const { engine, heard } = noting();
  await engine.ask(OPEN);
  await engine.ask(seek(1, 2));
  await heard(3);
  await engine.ask({ type: 'edit', text: STORY.replace('cpu0: kunmap_atomic()\n', 'cpu0: kmap_atomic(page3)\n') });
  const asked = engine.ask(seek(2));
  expect(await atOnce(asked)).toBeNull();
  expect(pictureOf(await asked)).toContain('cpu0 online depth=2 | page1* page3*');
});

test('a crash ahead is nobody’s until somebody goes there', async () => {
  let tried = 0;
  const { engine } = engineOver(NO_SESSION, (session: Session, request: Request) => {
    if (request.type !== 'seek' || request.at !== 2) return respond(session, request);
    tried += 1;
    throw new RangeError('a step that is not there');
  });
  await engine.ask(OPEN);
  await engine.ask(seek(1, 2));
  while (tried === 0) await aWhile();
  expect(pictureOf(await engine.ask(seek(3)))).toContain('at 3 of 4');
  await expect(engine.ask(seek(2))).rejects.toThrow('a step that is not there');
});

describe('what crosses on its way', () => {
  /** The picture that a session answers these requests with, in their order. */
  const viewAfter = (...requests: readonly Request[]): SessionView => {
    const [, reply] = requests.reduce<readonly [Session, Reply | null]>(
      ([session], request) => respond(session, request),
      [NO_SESSION, null],
    );
    if (reply?.type !== 'session') throw new Error('a picture is expected');
    return reply.session;
  };

  test('what was told ahead before a change, and heard after it was asked for, is not taken for the answer', async () => {
    const [there, tell] = byHand();
    const engine = connect(() => ({ port: there, close: () => undefined }));
    const open = engine.ask(OPEN);
    tell({ id: 1, picture: { is: viewAfter(OPEN) } });
    await open;
    const changed = engine.ask({ type: 'kernels', kernels: ['rfc-v2'] });
    tell({ after: 1, place: { at: 1, micro: null }, ahead: { is: viewAfter(OPEN, seek(1)) } });
    tell({ id: 2, picture: { is: viewAfter(OPEN, { type: 'kernels', kernels: ['rfc-v2'] }) } });
    await changed;
    expect(await atOnce(engine.ask(seek(1)))).toBeNull();
  });

  /** A worker whose turns the test takes, and all that it says. */
  function workerByHand() {
    const said: FromWorker[] = [];
    const tasks: (() => void)[] = [];
    const [here, ask] = byHand((message) => said.push(message as FromWorker));
    serve(here, NO_SESSION, respond, (task) => tasks.push(task));
    const turn = (): void => tasks.shift()?.();
    const work = (): void => {
      while (tasks.length > 0) turn();
    };
    return { said, tasks, ask, turn, work };
  }
  const spoken = (said: readonly FromWorker[]): readonly (number | string)[] =>
    said.map((one) => ('ahead' in one ? `ahead of ${one.after}` : one.id));

  test('who hurries on is told from where they are: what was told ahead is never passed over', () => {
    const { said, ask, work } = workerByHand();
    ask({ id: 1, request: OPEN });
    work();
    ask({ id: 2, request: seek(1, 2) });
    work();
    ask({ id: 3, request: seek(2), known: true });
    ask({ id: 4, request: seek(0) });
    work();
    expect(spoken(said)).toEqual([1, 2, 'ahead of 2', 4]);
    const last = said.at(-1);
    if (last === undefined || !('picture' in last)) throw new Error('a picture is expected');
    expect(patched(viewAfter(OPEN, seek(2)), last.picture)).toEqual(viewAfter(OPEN, seek(2), seek(0)));
  });

  test('a timer that comes late tells nothing of a place where nobody is any more', () => {
    const { said, tasks, ask, turn, work } = workerByHand();
    ask({ id: 1, request: OPEN });
    work();
    ask({ id: 2, request: seek(1, 2) });
    turn();
    const late = tasks.splice(0);
    ask({ id: 3, request: seek(3, 4) });
    work();
    for (const task of late) task();
    expect(late).toHaveLength(1);
    expect(spoken(said)).toEqual([1, 2, 3, 'ahead of 3']);
  });
});

/** An end of a port, and what says something to it. */
function byHand(posted: (message: unknown) => void = () => undefined): readonly [Port, (message: unknown) => void] {
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  const port: Port = { postMessage: posted, addEventListener: (_, listener) => void listeners.push(listener) };
  return [port, (data) => listeners.forEach((listener) => listener({ data }))];
}

test('whatever is asked, and however fast, the answers are those of a worker that never looks ahead', async () => {
  const move = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(1, -1).map((by) => (at: number) => seek(at + by, at + 2 * by)) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(5), fc.nat(5)).map(
        ([at, onward]) =>
          () =>
            seek(at, onward),
      ),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom<Request>(
          { type: 'append', text: 'cpu0: kmap_atomic(page3)' },
          { type: 'append', text: 'nonsense' },
          { type: 'why', object: 'page1', lane: 0 },
          { type: 'kernels', kernels: ['rfc-v2'] },
        )
        .map((request) => () => request),
    },
  );
  const bursts = fc.array(fc.record({ moves: fc.array(move, { minLength: 1, maxLength: 3 }), waits: fc.boolean() }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(bursts, async (all) => {
      const { engine } = engineOver(NO_SESSION, respond);
      let [session] = respond(NO_SESSION, OPEN);
      await engine.ask(OPEN);
      for (const { moves, waits } of all) {
        const asked: Promise<Reply | null>[] = [];
        const expected = moves.map((to) => {
          const request = to(session?.at ?? 0);
          asked.push(engine.ask(request));
          const [next, reply] = respond(session, request);
          session = next;
          return reply;
        });
        const answers = await Promise.all(asked);
        // A seek that a newer one overtook is not answered.
        answers.forEach((answer, i) => answer !== null && expect(answer).toEqual(expected[i]));
        expect(answers.at(-1)).not.toBeNull();
        if (waits) await aWhile();
      }
      close();
    }),
    { numRuns: 60 },
  );
});
