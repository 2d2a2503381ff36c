import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import type { Event } from '../model/event.ts';
import { flushEvents, frameFromText } from './gallery-frames.ts';
import { GALLERY, stageDataOf, type GalleryPicture } from './gallery.ts';
import { stage } from './stage.ts';
import type { StageData } from './stage-data.ts';

const SIZE = { width: 1100, height: 480 };

type Drawn = {
  readonly root: SVGGElement;
  readonly update: (data: StageData, since?: readonly Event[]) => void;
  readonly destroy: () => void;
};

function draw(data: StageData, size = SIZE): Drawn {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const mark = stage(root, size);
  mark.update(data, []);
  return { root, update: (next, since = []) => mark.update(next, since), destroy: () => mark.destroy() };
}

const named = (name: string): GalleryPicture =>
  present(
    GALLERY.find((picture) => picture.name === name),
    `the picture '${name}'`,
  );

const spoken = (root: SVGGElement): readonly string[] =>
  [...root.querySelectorAll('.cell')]
    .map((cell) => cell.getAttribute('aria-label') ?? '')
    .filter((text) => !text.endsWith(': none'));

test.each(GALLERY.map((picture) => [picture.name, picture] as const))(
  'the picture "%s" can be drawn, and leaves nothing behind',
  (_, { data, events }) => {
    const drawn = draw(data);
    drawn.update(data, events);
    expect(drawn.root.querySelectorAll('.cell')).toHaveLength(data.frame.slots.length);
    expect(drawn.root.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
    drawn.destroy();
    expect(drawn.root.children).toHaveLength(0);
  },
);

test('every slot says in words what its colour says', () => {
  const { root } = draw(named('the page becomes secure').data);
  expect(spoken(root)).toEqual([
    'cpu0 slot 0: live, page 2',
    'cpu1 slot 0: stray, page 3, exposed',
    'cpu2 slot 0: stray, page 5',
  ]);
  expect([...root.querySelectorAll('.words')].map((text) => text.textContent).filter((text) => text !== '')).toEqual([
    'p2 live',
    'p3 exposed',
    'p5 stray',
  ]);
});

test('what each slot maps is a line to that frame', () => {
  const { root } = draw(named('the page becomes secure').data);
  expect([...root.querySelectorAll('.link')].map((link) => link.getAttribute('class'))).toEqual([
    'link live',
    'link stray exposed',
    'link stray',
  ]);
});

test('in a crowd lines that nobody is about are one, and those that something is about stand out', () => {
  const slots = Array.from({ length: 16 }, (_, n) => `page${String((n % 7) + 1)}~`).join(' ');
  const data = stageDataOf(frameFromText(`cpu0 online depth=0 | ${slots}\nsecure page3`), []);
  const drawn = draw(data);
  const looks = (): readonly string[] =>
    [...drawn.root.querySelectorAll('.link')].map((link) => link.getAttribute('class') ?? '');
  expect(looks()).toEqual(['link stray quiet', 'link stray exposed']);
  const lines = drawn.root.querySelector('.link.quiet .line')?.getAttribute('d') ?? '';
  expect(lines.split('M')).toHaveLength(15);
  drawn.update({ ...data, selection: 'page5' });
  expect(looks().filter((look) => look === 'link stray selected')).toHaveLength(2);
  expect(drawn.root.querySelector('.link.quiet .line')?.getAttribute('d')?.split('M')).toHaveLength(13);
});

test('a flush tells the slots it wrote from those it skipped, by rule, by sign and in words', () => {
  const before = frameFromText('cpu0 online depth=1 | page2* page4~\ncpu1 online depth=0 |');
  const after = frameFromText('cpu0 online depth=1 | page2*\ncpu1 online depth=0 |');
  const events = flushEvents(before, [0, 1]);
  const { root } = draw(stageDataOf(after, events));
  const rules = (look: string): number =>
    (root.querySelector(`.rule.${look}`)?.getAttribute('d') ?? '').split('M').length - 1;
  expect(rules('written')).toBe(1);
  expect(rules('skipped')).toBe(14 + 16);
  const written = root.querySelectorAll('.cell[aria-label*="written by"]');
  expect([...written].map((cell) => cell.getAttribute('aria-label'))).toEqual([
    'cpu0 slot 1: none, written by the flush',
  ]);
  expect(root.querySelector('.words[data-of="cpu0.slot1"]')?.textContent).toBe('was p4');
  expect([...root.querySelectorAll('.bracket text')].map((text) => text.textContent)).toEqual([
    '15 looked at · 1 written',
    '16 looked at · 0 written',
  ]);
});

test('a slot keeps its element while it changes, and nothing else moves', () => {
  const at = (text: string): StageData => stageDataOf(frameFromText(text), []);
  const drawn = draw(at('cpu0 online depth=1 | page2*\ncpu1 online depth=0 |'));
  const parts = [...drawn.root.querySelectorAll('.cell, .hit, .cell text, .frame, .frame text, .table')];
  const places = (): readonly string[] =>
    parts.map((element) => ['x', 'y', 'transform'].map((name) => element.getAttribute(name)).join());
  const [cell, before] = [drawn.root.querySelector('.cell'), places()];
  drawn.update(at('cpu0 online depth=0 | page2~\ncpu1 dead depth=0 | page1~ page3~\nsecure page3'));
  expect(drawn.root.querySelector('.cell')).toBe(cell);
  expect(cell?.getAttribute('aria-label')).toContain('stray');
  expect(places()).toEqual(before);
  expect(new Set(before).size).toBeGreaterThan(8);
});

test('a refused access is an arrow, two rings at the frame, and the words of who it was', () => {
  const { root } = draw(named('another CPU speculates').data);
  expect(root.querySelectorAll('.access.refused.speculative .reach')).toHaveLength(1);
  expect(root.querySelectorAll('.fault-ring')).toHaveLength(2);
  expect([...root.querySelectorAll('.frame .pfn')].map((text) => text.textContent)).toContain('fault: cpu2');
  const spoken = [...root.querySelectorAll('.frame')].map((frame) => frame.getAttribute('aria-label') ?? '');
  expect(
    spoken.filter((name) => name.endsWith(', fault: CPU2')),
    'where there is no room for these words, too',
  ).toHaveLength(1);
});

test('what an access says lies clear of the name over the table: beside it, or in the head of its strip', () => {
  const { data } = named('another CPU speculates');
  const [access] = data.marks.accesses;
  const saidBy = (cpu: number): readonly (string | null | undefined)[] => {
    const accesses = access === undefined ? [] : [{ ...access, cpu }];
    const said = draw({ ...data, marks: { ...data.marks, accesses } }).root.querySelector('.said');
    return [said?.textContent, said?.getAttribute('class'), said?.getAttribute('y')];
  };
  expect(saidBy(2)).toEqual(['speculates: refused', 'said', '14']);
  expect(saidBy(0)).toEqual(['speculates: refused', 'said inside', expect.not.stringMatching('^14$')]);
});

test('who was refused in this step is who the frame names, whoever was the first of the run; both frames keep their rings', () => {
  const { data } = named('another CPU speculates');
  const [access] = data.marks.accesses;
  const refusing = (cpu: number, page: number): SVGGElement => {
    const accesses = access === undefined ? [] : [{ ...access, cpu, page }];
    return draw({ ...data, marks: { ...data.marks, accesses } }).root;
  };
  const named4 = (root: SVGGElement): readonly string[] =>
    [...root.querySelectorAll('.frame')].flatMap((frame) => {
      const [, page, cpu] = /^(page \d+),.* fault: (CPU\d)/.exec(frame.getAttribute('aria-label') ?? '') ?? [];
      return page === undefined || cpu === undefined ? [] : [`${page} ${cpu}`];
    });
  expect(named4(refusing(3, 4))).toEqual(['page 3 CPU3']);
  expect(refusing(3, 4).querySelectorAll('.fault')).toHaveLength(1);
  expect(named4(refusing(3, 6))).toEqual(['page 3 CPU2', 'page 5 CPU3']);
  expect(refusing(3, 6).querySelectorAll('.fault')).toHaveLength(2);
});

test('after the step the frame still names who was refused last there, and every frame that was struck keeps its rings', () => {
  const { data } = named('another CPU speculates');
  const struck = [
    { page: 4, cpu: 3 },
    { page: 6, cpu: 1 },
  ];
  const { root } = draw({ ...data, frame: { ...data.frame, struck }, marks: { ...data.marks, accesses: [] } });
  expect([...root.querySelectorAll('.frame .pfn')].map((text) => text.textContent)).toEqual(
    expect.arrayContaining(['fault: cpu3', 'fault: cpu1']),
  );
  expect(root.querySelectorAll('.fault')).toHaveLength(2);
});

test('the rings of a fault lie on no other frame, however close frames are', () => {
  const { data } = named('another CPU speculates');
  for (const width of [1000, 700, 500, 380, 300, 240]) {
    const { root } = draw(data, { width, height: 520 });
    const edges = (rect: Element): readonly [number, number] => {
      const x = Number(rect.getAttribute('x'));
      return [x, x + Number(rect.getAttribute('width'))];
    };
    const rings = [...root.querySelectorAll('.fault-ring')].map(edges);
    expect(rings.length).toBeGreaterThan(0);
    const others = [...root.querySelectorAll('.frame .box, .lowmem .box')].map(edges);
    for (const [left, right] of rings) {
      const under = others.filter(([from, to]) => from < right && to > left);
      expect(under.length, `${String(width)} pixels`).toBe(others.filter(([from]) => from === under[0]?.[0]).length);
    }
  }
});

test('an arrow never passes the words at the end of the line over the table, and what it says ends before them', () => {
  const { data } = named('another CPU speculates');
  const [access] = data.marks.accesses;
  const { root } = draw(data);
  const words = root.querySelector('.regions .left-out')?.parentElement;
  expect(words?.getAttribute('text-anchor')).toBe('end');
  const begin = Number(words?.getAttribute('x')) - 84;
  for (const [cpu, slot] of [
    [3, 0],
    [2, 16],
    [0, 48],
    [3, 32],
    [1, 48],
  ] as const) {
    const accesses = access === undefined ? [] : [{ ...access, cpu, slot }];
    const drawn = draw({ ...data, marks: { ...data.marks, accesses } }).root;
    const line = drawn.querySelector('.reach')?.getAttribute('d') ?? '';
    const xs = [...line.matchAll(/([\d.]+),(-?[\d.]+)/g)].filter(([, , y]) => Number(y) < 30).map(([, x]) => Number(x));
    expect(Math.max(...xs), `cpu${String(cpu)} to slot ${String(slot)}`).toBeLessThan(begin);
    const name = drawn.querySelectorAll('.strip-name')[Math.floor(slot / 16)];
    if (cpu < slot / 16) expect(Math.max(...xs), 'left of the name').toBeLessThan(Number(name?.getAttribute('x')));
    const said = drawn.querySelector('.said:not(.inside)');
    const end = said === null ? 0 : Number(said.getAttribute('x')) + said.textContent.length * 5.8;
    expect(end).toBeLessThan(begin);
    expect(drawn.querySelector('.said')?.textContent).toMatch(/refused$/);
  }
});

test('one slot and one frame are in the tab order', () => {
  const { root } = draw(named('just booted').data);
  expect(root.querySelectorAll('.cell[tabindex="0"]')).toHaveLength(1);
  expect(root.querySelectorAll('.frame[tabindex="0"]')).toHaveLength(1);
});
