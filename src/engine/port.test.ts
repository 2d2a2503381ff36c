import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, type Engine } from './client.ts';
import type { Reply, Request } from './protocol.ts';
import { serve } from './serve.ts';
import { NO_SESSION, respond } from './session.ts';
import { show } from './testing/drive.ts';
import { channels } from './testing/over-channel.ts';

const STORY = 'kmapscope 1\nmachine kernel=v3.9 cpus=1\ncpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n';
const OPEN: Request = { type: 'open', text: STORY, kernels: [], at: 0 };
const seek = (at: number): Request => ({ type: 'seek', at, micro: null });

const later = (task: () => void): void => void setTimeout(task, 0);
const { channel, engineOver, close } = channels(() => new MessageChannel(), later);
afterEach(close);

const pictureOf = (reply: Reply | null): string =>
  reply?.type === 'session' ? show(reply.session) : String(reply?.type);

test('the same session over a message channel', async () => {
  const { engine } = engineOver(NO_SESSION, respond);
  expect(pictureOf(await engine.ask(OPEN))).toBe('at 0 of 2, *main\nv3.9\ncpu0 online depth=0 | .');
  expect(pictureOf(await engine.ask(seek(2)))).toBe('at 2 of 2, *main\nv3.9\ncpu0 online depth=0 | page1~');
  expect(pictureOf(await engine.ask({ type: 'append', text: 'nonsense' }))).toBe('refused');
});

/** A session that notes what it was asked, in the order in which it was carried out. */
function noting(): { readonly engine: Engine; readonly done: string[] } {
  const done: string[] = [];
  const { engine } = engineOver(null, (session, request): readonly [null, Reply] => {
    done.push(request.type === 'seek' ? `seek ${request.at}` : request.type);
    return [session, { type: 'why', object: '', chain: [] }];
  });
  return { engine, done };
}

describe('of seeks that wait only the newest is carried out', () => {
  test('and the others are answered with nothing', async () => {
    const { engine, done } = noting();
    const replies = await Promise.all(Array.from({ length: 50 }, (_, at) => engine.ask(seek(at))));
    expect(done).toEqual(['seek 49']);
    expect(replies.map((reply) => reply !== null)).toEqual(Array.from({ length: 50 }, (_, at) => at === 49));
  });

  test('but never across something that acts where a seek leads', async () => {
    const { engine, done } = noting();
    const append: Request = { type: 'append', text: 'cpu0: irq' };
    await Promise.all(
      [seek(1), seek(2), append, seek(3), append, append, seek(4), seek(5)].map((one) => engine.ask(one)),
    );
    expect(done).toEqual(['seek 2', 'append', 'seek 3', 'append', 'append', 'seek 5']);
  });

  test('and everything else is answered in its order', async () => {
    const { engine, done } = noting();
    const asked = Array.from({ length: 9 }, (_, i): Request => ({ type: 'rename', id: i, name: 'x' }));
    await Promise.all(asked.map((one) => engine.ask(one)));
    expect(done).toHaveLength(9);
  });
});

describe('a crash', () => {
  test('is thrown again on this side, with its name, message and stack, and the session goes on as it was', async () => {
    const { engine } = engineOver(NO_SESSION, (session, request) => {
      if (request.type === 'why') throw new RangeError('a page that is not there');
      return respond(session, request);
    });
    await engine.ask(OPEN);
    await engine.ask(seek(1));
    const crash = await engine.ask({ type: 'why', object: 'page1', lane: 0 }).catch((error: unknown) => error);
    expect(crash).toBeInstanceOf(Error);
    expect(crash).toMatchObject({ name: 'RangeError', message: 'a page that is not there' });
    expect(crash instanceof Error ? crash.stack : '').toContain('port.test.ts');
    expect(pictureOf(await engine.ask({ type: 'kernels', kernels: [] }))).toContain('at 1 of 2');
  });

  test('of something that is no error has a message all the same', async () => {
    const { engine } = engineOver(null, () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is what is tested
      throw 'plain words';
    });
    await expect(engine.ask(OPEN)).rejects.toThrow('plain words');
  });
});

describe('a worker that is lost', () => {
  test('rejects what it was asked; a new one starts with nothing open', async () => {
    let failed = (_error: Error): void => undefined;
    let closed = 0;
    const engine = connect((lost) => {
      failed = lost;
      const { here, there } = channel();
      serve(there, NO_SESSION, respond, later);
      return { port: here, close: () => (closed += 1) };
    });
    await engine.ask(OPEN);
    const waiting = engine.ask(seek(1));
    failed(new Error('out of memory'));
    await expect(waiting).rejects.toThrow('out of memory');

    await expect(engine.ask(seek(1))).rejects.toThrow('out of memory'); // a lost worker stays lost

    engine.restart();
    expect(closed).toBe(1);
    const other = engine.ask(OPEN);
    engine.restart();
    await expect(other).rejects.toThrow('the engine was restarted');
    await expect(engine.ask(seek(1))).rejects.toThrow('a scenario that is open is missing');
    expect(pictureOf(await engine.ask(OPEN))).toContain('at 0 of 2');
  });
});
