import { expect, test } from 'vitest';
import type { Request } from '../engine/protocol.ts';
import { makeRig } from './testing/rig.ts';

const STORY = `kmapscope 1
machine kernel=rfc-v2 cpus=2 pages=4
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
cpu0: kmap_atomic_flush_unused()
cpu1: kmap_atomic(page2)
`;

/** `1 then 2`: where a request goes, and where the same movement leads from there. */
const told = (request: Request | undefined): string => {
  if (request?.type !== 'seek') return request?.type ?? 'nothing';
  const { at, micro, onward } = request;
  const place = (to: { readonly at: number; readonly micro: number | null }): string =>
    `${to.at}${to.micro === null ? '' : `+${to.micro}`}`;
  return onward === undefined ? place({ at, micro }) : `${place({ at, micro })} then ${place(onward)}`;
};

test('who goes step by step says where the next one leads, over what was expected; who jumps does not', async () => {
  const { commands, asked } = makeRig();
  await commands.open({ text: STORY, at: 0 });
  const { step, back, last, first, nextOfKind, previousOfKind, seek, advance, setZoom } = commands;
  const said: string[] = [];
  const says = async (act: () => Promise<boolean>): Promise<void> => {
    await act();
    said.push(told(asked.at(-1)));
  };
  for (const act of [step, step, back, last, back, first, nextOfKind, () => seek(1), nextOfKind, previousOfKind])
    await says(act);
  await says(() => seek(3));
  await says(advance);
  setZoom('lines');
  await says(() => seek(0));
  await says(step);
  expect(said).toMatchInlineSnapshot(`
    [
      "1 then 3",
      "3 then 4",
      "1 then 0",
      "5",
      "4 then 3",
      "0",
      "0",
      "1 then 2",
      "5",
      "1",
      "3",
      "4 then 5",
      "0",
      "0+1 then 0+2",
    ]
  `);
});

test('the arrow keys of the lanes of time say where the next one leads too, as far as there is a run', async () => {
  const { commands, asked } = makeRig();
  await commands.open({ text: STORY, at: 0 });
  const said: string[] = [];
  for (const at of [1, 2, 1, 0, 4, 5, 4, 2]) {
    await commands.seek(at);
    said.push(told(asked.at(-1)));
  }
  expect(said).toEqual(['1 then 2', '2 then 3', '1 then 0', '0', '4', '5', '4 then 3', '2']);
});
