import { expect, test } from 'vitest';
import { makeRig } from '../state/testing/rig.ts';
import { arrangementFrom, browserNote, startArrangement, type Note } from './arrangement.ts';

function paper(text: string | null): Note & { readonly written: string[] } {
  const written: string[] = [];
  return { read: () => text, write: (next) => void written.push(next), written };
}

test('the page is arranged as it was left, and what is changed is kept', () => {
  const rig = makeRig();
  const note = paper('{"theme":"dark","projector":true,"folded":["log"]}');
  startArrangement(rig, note);
  expect(rig.state()).toMatchObject({ theme: 'dark', projector: true, folded: ['log'] });
  rig.commands.toggleFold('lanes');
  rig.commands.select('page3');
  rig.commands.setTheme('light');
  expect(note.written).toEqual([
    '{"theme":"dark","projector":true,"folded":["lanes","log"]}',
    '{"theme":"light","projector":true,"folded":["lanes","log"]}',
  ]);
});

test.each([
  ['nothing', ''],
  ['no JSON', 'theme=dark'],
  ['another kind of value', '7'],
  ['values of other kinds', '{"theme":"plaid","projector":"yes","folded":"log"}'],
])('of a note with %s nothing is taken', (_, text) => {
  expect(arrangementFrom(text)).toEqual({});
});

test('where the browser forbids to keep anything, nothing is kept, and nothing fails', () => {
  const had = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('not here', 'SecurityError');
    },
  });
  expect(browserNote.read()).toBeNull();
  expect(() => browserNote.write('{}')).not.toThrow();
  if (had !== undefined) Object.defineProperty(globalThis, 'localStorage', had);
});
