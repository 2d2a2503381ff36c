import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeRig, type Rig } from '../state/testing/rig.ts';
import { startKeyboard } from './keyboard.ts';

let rig: Rig;
let stop: () => void;

beforeEach(async () => {
  rig = makeRig();
  await rig.commands.open({ text: 'kmapscope 1\ncpu0: irq\ncpu0: irq_return\n' });
  stop = startKeyboard(rig, document);
});
afterEach(() => {
  stop();
  document.body.innerHTML = '';
});

/** Presses a key in an element; says whether it was used, and lets it take effect. */
async function press(key: string, target: Element = document.body, more: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  while (rig.state().pending > 0) await Promise.resolve();
  return event.defaultPrevented;
}
function element(html: string): Element {
  document.body.innerHTML = html;
  const found = document.querySelector('[data-here]');
  if (found === null) throw new Error(html);
  return found;
}
const at = (): number => rig.state().session?.at ?? -1;

test('keys, and those of a remote clicker', async () => {
  expect([await press('ArrowRight'), at()]).toEqual([true, 1]);
  expect([await press('PageDown'), at()]).toEqual([true, 2]);
  expect([await press('PageUp'), at()]).toEqual([true, 1]);
  expect([await press('Home'), at()]).toEqual([true, 0]);
  expect([await press('End'), at()]).toEqual([true, 2]);
});

test('keys that come faster than the machine answers: each sees what those before it did', async () => {
  const types = (key: string): boolean =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (const key of ['1', 'k', 'u', 'd', '0', 't', '2', 'x', 'd', '0', 't', '2', 'd']) types(key);
  while (rig.state().pending > 0) await Promise.resolve();
  expect(rig.state().session?.text.split('\n').slice(1, -1)).toEqual([
    'cpu1: kmap_atomic(page0)',
    'cpu1: kunmap_atomic()',
    'cpu0: cpu_down(cpu1)',
    'cpu0: secure_protect(page0)',
    'cpu2: speculate(cpu1.slot0)',
    'cpu0: cpu_down(cpu2)',
    'cpu0: secure_unprotect(page0)',
    'cpu0: cpu_up(cpu2)',
  ]);
});

test('keys that come faster than the part of the page they need: none is lost, none overtakes another', async () => {
  for (const key of ['r', '>', '>', 'End'])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  expect([rig.state().pending, rig.state().tour]).toEqual([1, null]);
  await vi.waitFor(() => expect([rig.state().tour, rig.state().pending]).toEqual([3, 0]));
  expect(at()).toBe(rig.state().outline.length);
});

test('Shift makes another key of an arrow and of a letter, not of a sign', async () => {
  await press('?', document.body, { shiftKey: true });
  expect(rig.state().dialog).toBe('help');
  rig.commands.closeDialog();
  await press('P', document.body, { shiftKey: true });
  expect(rig.state().page).not.toBe('page0');
});

test('no key fires while typing', async () => {
  for (const html of [
    '<input data-here>',
    '<textarea data-here></textarea>',
    '<select data-here></select>',
    '<div contenteditable="true"><b data-here>x</b></div>',
    '<div role="combobox" data-here></div>',
  ]) {
    const target = element(html);
    for (const key of ['ArrowRight', 'k', ' ', '?', 'Home'])
      expect(await press(key, target), `${key} in ${html}`).toBe(false);
  }
  expect(at()).toBe(0);
});

test('a widget keeps the keys it works with, and no more', async () => {
  const slider = element('<div role="slider" tabindex="0" data-here></div>');
  expect([await press('ArrowRight', slider), await press('k', slider)]).toEqual([false, true]);
  const button = element('<button data-here>x</button>');
  expect([await press(' ', button), await press('ArrowRight', button)]).toEqual([false, true]);
});

test('a remote clicker goes on wherever was clicked last, and turns the pages of what has some', async () => {
  for (const html of [
    '<div role="slider" tabindex="0" data-here></div>',
    '<div role="grid"><div role="gridcell" tabindex="0" data-here></div></div>',
    '<input type="radio" data-here>',
    '<input inputmode="numeric" data-here>',
    '<div role="toolbar"><select data-here></select></div>',
  ]) {
    const target = element(html);
    expect([await press('PageDown', target), at(), await press('PageUp', target), at()], html).toEqual([
      true,
      1,
      true,
      0,
    ]);
  }
  for (const html of [
    '<textarea data-here></textarea>',
    '<select data-here></select>',
    '<div role="menu" data-here></div>',
  ])
    expect(await press('PageDown', element(html)), html).toBe(false);
});

test('in a menu a letter leads to the item that begins with it, and does nothing else', async () => {
  const item = element('<div role="menu"><div role="menuitem" tabindex="-1" data-here>page0</div></div>');
  for (const key of ['k', 'p', '3', 'c', '?', 'ArrowRight', 'PageDown', ' ', 'Home'])
    expect(await press(key, item), key).toBe(false);
  expect([rig.state().page, rig.state().cpu, rig.state().dialog, at()]).toEqual(['page0', null, null, 0]);
});

test('a choice of two keeps the arrows and the space bar: letters are the page’s', async () => {
  const radio = element('<input type="radio" data-here>');
  expect([await press('ArrowRight', radio), await press(' ', radio), await press('l', radio)]).toEqual([
    false,
    false,
    true,
  ]);
});

test('the browser keeps its own, a dialog keeps all but Escape, and what was used already is left alone', async () => {
  expect(await press('c', document.body, { ctrlKey: true })).toBe(false);
  expect(await press('q')).toBe(false);
  rig.commands.openDialog('share');
  expect(await press('ArrowRight')).toBe(false);
  expect(await press('Escape')).toBe(true);
  expect(rig.state().dialog).toBeNull();
  const own = element('<dialog open><input data-here></dialog>');
  expect([await press('Escape', own), await press('ArrowRight')]).toEqual([false, false]);
  const used = element('<div data-here></div>');
  used.addEventListener('keydown', (event) => event.preventDefault());
  await press('ArrowRight', used);
  expect(at()).toBe(0);
});
