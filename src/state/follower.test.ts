import { createStore } from 'zustand/vanilla';
import { expect, test } from 'vitest';
import { followerOf } from './follower.ts';
import { INITIAL_STATE, type Session, type State } from './state.ts';
import type { Part, Turns } from './turns.ts';

const session = (at: number): Session => ({ at }) as Session;

function rig() {
  const asked = new Set<Part>();
  const turns: Turns = {
    ask: (part) => void asked.add(part),
    cancel: (part) => void asked.delete(part),
    waiting: () => asked.size > 0,
    whole: () => Promise.resolve(),
    onQuiet: () => () => undefined,
  };
  const leader = createStore<State>(() => INITIAL_STATE);
  const { store, start } = followerOf(leader, turns, 1, (change) => change());
  start();
  const turn = (): void => {
    const parts = [...asked];
    asked.clear();
    parts.forEach(({ draw }) => draw());
  };
  return { leader, store, turn };
}

test('the first picture is there at once, and the next when the turn has come', () => {
  const { leader, store, turn } = rig();
  leader.setState({ session: session(1) });
  expect(store.getState().session?.at).toBe(1);
  leader.setState({ session: session(2) });
  leader.setState({ session: session(3) });
  expect(store.getState().session?.at).toBe(1);
  turn();
  expect(store.getState()).toBe(leader.getState());
});

test('what is not about the cursor is known at once', () => {
  const { leader, store } = rig();
  leader.setState({ session: session(1) });
  leader.setState({ radix: 'bin' });
  expect(store.getState().radix).toBe('bin');
});

test('what is shown is of one moment, also while it is behind', () => {
  const { leader, store, turn } = rig();
  leader.setState({ session: session(1), selection: 'page1' });
  leader.setState({ session: session(2) });
  leader.setState({ selection: 'page2' });
  expect([store.getState().session?.at, store.getState().selection]).toEqual([1, 'page1']);
  turn();
  expect([store.getState().session?.at, store.getState().selection]).toEqual([2, 'page2']);
});

test('that something is under way concerns no part', () => {
  const { leader, store } = rig();
  leader.setState({ session: session(1) });
  let heard = 0;
  store.subscribe(() => (heard += 1));
  leader.setState({ pending: 1 });
  leader.setState({ pending: 0 });
  expect(heard).toBe(0);
  leader.setState({ pending: 1, radix: 'bin' });
  expect([heard, store.getState().radix]).toEqual([1, 'bin']);
});
