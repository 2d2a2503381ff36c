import { select } from 'd3-selection';
import { expect, test } from 'vitest';
import { flushEvents, frameFromText } from './gallery-frames.ts';
import { stageDataOf } from './gallery.ts';
import { looksOf } from './slot-look.ts';
import { slotTiles, tileBox, tileOf, type Tile } from './slot-tiles.ts';
import type { StageData } from './stage-data.ts';
import { stageLayout } from './stage-layout.ts';

const SIZE = { width: 900, height: 600 };

function tilesOf(data: StageData): readonly Tile[] {
  const layout = stageLayout(SIZE, data.shape);
  const looks = looksOf(data, 180, layout);
  return data.frame.slots.map((slot) => tileOf(looks.look(slot), slot, layout));
}

function drawn() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const group = select(svg).append('g');
  const tiles = slotTiles(group, (name) => `url(#${name})`);
  const show = (all: readonly Tile[]): void => {
    all.forEach((tile, cell) => tiles.lay(cell, tile));
    tiles.show();
  };
  /** `tile stray 2`: how many slots each path draws. */
  const picture = (): readonly string[] =>
    [...svg.querySelectorAll('path')].flatMap((path) => {
      const count = (path.getAttribute('d') ?? '').split('M').length - 1;
      return count === 0 ? [] : [`${path.getAttribute('class') ?? ''} ${String(count)}`];
    });
  return { svg, show, picture };
}

test('slots that look alike are one path', () => {
  const page = drawn();
  page.show(
    tilesOf(
      stageDataOf(
        frameFromText('cpu0 online depth=1 | page1* page2~ page3~\ncpu1 online depth=1 | page3*\nsecure page3'),
        [],
      ),
    ),
  );
  expect(page.picture()).toEqual([
    'tile live 1',
    'tile stray 1',
    'tile exposed 1',
    'tile live exposed 1',
    'hatch stray 1',
    'hatch exposed 1',
    'plate stray 1',
    'plate exposed 1',
    'alarm 1',
    'alarm live 1',
  ]);
});

test('what a flush wrote and what it skipped are other paths', () => {
  const before = frameFromText('cpu0 online depth=1 | page2* page4~');
  const page = drawn();
  page.show(tilesOf(stageDataOf(frameFromText('cpu0 online depth=1 | page2*'), flushEvents(before, [0]))));
  expect(page.picture()).toEqual([
    'rule written 1',
    'rule skipped 14',
    'tile live 1',
    'tile emptied written 1',
    'changed-bar 1',
  ]);
});

test('only the paths that change are written, and a slot leaves the path of what it was', () => {
  const page = drawn();
  page.show(
    tilesOf(stageDataOf(frameFromText('cpu0 online depth=2 | page1* page2*\ncpu1 online depth=0 | page3~'), [])),
  );
  const strays = page.svg.querySelector('.tile.stray');
  const before = strays?.getAttribute('d');
  page.show(tilesOf(stageDataOf(frameFromText('cpu0 online depth=1 | page1*\ncpu1 online depth=0 | page3~'), [])));
  expect(page.picture()).toContain('tile live 1');
  expect(strays?.getAttribute('d')).toBe(before);
});

test('the outline of a tile goes around once and comes back to where it began', () => {
  const { shape } = stageDataOf(frameFromText('cpu0 online depth=0 |'), []);
  const layout = stageLayout(SIZE, shape);
  const end = [0, 0];
  for (const [, command, values = ''] of tileBox({ cpu: 0, slot: 0 }, layout, 0.5).matchAll(/([hva])([-\d.,]+)/g)) {
    const [first = NaN, , , , , dx = NaN, dy = NaN] = values.split(',').map(Number);
    const [right, down] = command === 'h' ? [first, 0] : command === 'v' ? [0, first] : [dx, dy];
    end[0] = (end[0] ?? NaN) + right;
    end[1] = (end[1] ?? NaN) + down;
  }
  expect(end.map((value) => Math.abs(Math.round(value * 100)))).toEqual([0, 0]);
});
