import { expect, test } from 'vitest';
import { stageDataOf } from './gallery.ts';
import { frameFromText } from './gallery-frames.ts';
import { stage } from './stage.ts';

const SIZE = { width: 900, height: 480 };

/** The stage with some objects that are otherwise in another lane: what is marked, as it is read out. */
function marked(differs: ReadonlyMap<string, string>): readonly string[] {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  document.body.append(root);
  const living = stage(root, SIZE);
  const frame = frameFromText(`
    cpu0 online depth=1 | page2*
    cpu1 dead   depth=0 | page3~
    secure page3`);
  const plain = stageDataOf(frame, []);
  living.update({ ...plain, differs }, []);
  const names = [...root.querySelectorAll('.differs-sign')].map(
    (sign) => sign.closest('[data-object]')?.getAttribute('aria-label') ?? 'nothing',
  );
  living.update(plain, []);
  expect(root.querySelectorAll('.differs-sign'), 'and nothing once it differs no more').toHaveLength(0);
  living.destroy();
  return names;
}

test('in a plain view nothing wears the sign', () => {
  expect(marked(new Map())).toEqual([]);
});

test('a slot and a page that are otherwise in another lane wear the sign, an empty slot too, and their names say how', () => {
  const differs = new Map([
    ['cpu1.slot0', 'none in rfc-v2'],
    ['cpu0.slot3', 'stray, page 5 in v3.9'],
    ['page3', 'not secure in v3.9'],
  ]);
  expect(marked(differs)).toEqual([
    'cpu0 slot 3: none; differs: stray, page 5 in v3.9',
    'cpu1 slot 0: stray, page 3, exposed; differs: none in rfc-v2',
    expect.stringMatching(/^page 3, frame 0x\w+: secure, exposed; differs: not secure in v3.9$/),
  ]);
});
