import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserAddressBar, type AddressBar } from './address-bar.ts';

// A browser that is told to load a page again takes the address as it was then: what the page writes afterwards it does not find.

let way = '';
beforeEach(() => {
  sessionStorage.clear();
  vi.spyOn(performance, 'getEntriesByType').mockImplementation(() => [{ type: way } as unknown as PerformanceEntry]);
});
afterEach(() => vi.restoreAllMocks());

/** The page is loaded, in this way and at this address. */
function load(by: 'navigate' | 'reload' | 'back_forward', at: string): AddressBar {
  way = by;
  history.replaceState(null, '', `#${at}`);
  return browserAddressBar();
}
const goes = (): boolean => window.dispatchEvent(new Event('pagehide'));
const comesBack = (): boolean =>
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }) satisfies Event);

test('what is written when the page goes, or since it was told to, is there when it is loaded again', () => {
  const bar = load('navigate', 'A');
  bar.replace('B');
  const stop = bar.onLeave(() => bar.replace('C'));
  goes();
  stop();
  expect(load('reload', 'A').fragment()).toBe('C');
  goes();
  expect(load('reload', 'C').isLeftOver).toBe(false);
});

test('however soon it is loaded once more', () => {
  const bar = load('navigate', 'A');
  const stop = bar.onLeave(() => bar.replace('D'));
  goes();
  stop();
  for (const again of [1, 2, 3]) {
    const { fragment, isLeftOver } = load('reload', 'A');
    expect([again, fragment(), isLeftOver]).toEqual([again, 'D', true]);
    goes();
  }
});

test('whoever wants another address has it: by a link, by the history, by its own hand', () => {
  for (const [by, at] of [
    ['navigate', 'A'],
    ['back_forward', 'A'],
    ['reload', 'E'],
  ] as const) {
    const bar = load('navigate', 'A');
    for (const to of ['B', 'C']) bar.replace(to);
    goes();
    expect([by, load(by, at).fragment()]).toEqual([by, at]);
  }
});

test('a page that was only put away leaves nothing behind', () => {
  const bar = load('navigate', 'A');
  for (const to of ['B', 'C']) bar.replace(to);
  goes();
  comesBack();
  bar.replace('B'); // and here the tab crashes: nobody hears that it goes
  expect(load('reload', 'B').fragment()).toBe('B');
});
