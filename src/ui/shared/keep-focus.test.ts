import { afterEach, expect, test } from 'vitest';
import { keepFocus } from './keep-focus.ts';

afterEach(() => {
  document.body.innerHTML = '';
});

/** A panel with a word and two buttons, and a button outside. */
function page(): { readonly panel: HTMLElement; readonly named: (id: string) => HTMLElement } {
  document.body.innerHTML =
    '<section id="panel" tabindex="0"><p>words</p><button id="a">a</button><button id="b">b</button></section><button id="out">out</button>';
  const named = (id: string): HTMLElement => {
    const found = document.getElementById(id);
    if (found === null) throw new Error(id);
    return found;
  };
  return { panel: named('panel'), named };
}
const focused = (): string | undefined => document.activeElement?.id;
const later = (): Promise<void> => new Promise((done) => setTimeout(done));

test('the panel has the focus when what had it goes', async () => {
  const { panel, named } = page();
  keepFocus(panel);
  named('a').focus();
  named('a').remove();
  await later();
  expect(focused()).toBe('panel');
});

test('it takes the focus from nobody who has it: who stays keeps it, who moved on too', async () => {
  const { panel, named } = page();
  keepFocus(panel);
  named('a').focus();
  named('b').remove();
  await later();
  expect(focused()).toBe('a');
  named('out').focus();
  await later();
  named('a').remove();
  await later();
  expect(focused()).toBe('out');
});

test('when the panel goes it looks on no longer', async () => {
  const { panel, named } = page();
  const stop = keepFocus(panel);
  named('a').focus();
  stop?.();
  named('a').remove();
  await later();
  expect(focused()).not.toBe('panel');
});
