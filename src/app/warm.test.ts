import { expect, test } from 'vitest';
import { warmUp } from './warm.ts';

test('nothing is fetched before the first gesture; then each part once, in order, when there is nothing else to do', async () => {
  const target = new EventTarget();
  const [fetched, idle]: [string[], (() => void)[]] = [[], []];
  const part = (name: string) => (): Promise<string> => {
    fetched.push(name);
    return name === 'menus' ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(name);
  };
  /** The browser has a moment. */
  const rest = async (): Promise<void> => {
    idle.splice(0).forEach((task) => task());
    await new Promise((done) => setTimeout(done));
  };
  warmUp([part('links'), part('menus'), part('tips')], target, (task) => idle.push(task));
  await rest();
  expect(fetched).toEqual([]);
  target.dispatchEvent(new Event('keydown'));
  target.dispatchEvent(new Event('pointerdown'));
  expect(fetched).toEqual([]);
  await rest();
  expect(fetched).toEqual(['links']);
  await rest();
  await rest();
  expect(fetched).toEqual(['links', 'menus', 'tips']);
  await rest();
  expect(idle).toEqual([]);
});
