import { expect, test } from 'vitest';
import { decodeFields } from '../arm/fields.ts';
import { pteFormat } from '../arm/pte-format.ts';
import { pteBits, type PteBitsData } from './pte-bits.ts';

const { linuxFields } = pteFormat('short_3_10');
const word = (text: string) => decodeFields(linuxFields, text);

function draw(data: Partial<PteBitsData>): SVGGElement {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  pteBits(root, { width: 1000, height: 38 }).update(
    { fields: word('6012365f'), before: null, radix: 'hex', ...data },
    [],
  );
  return root;
}

const texts = (root: SVGGElement, selector: string): readonly string[] =>
  [...root.querySelectorAll(selector)].map((text) => text.textContent);

test('a word is drawn field by field, names above, bits below', () => {
  const root = draw({});
  expect(texts(root, '.field')).toEqual([
    'pfn',
    'NONE',
    'SHARED',
    'XN',
    'USER',
    'RDONLY',
    'DIRTY',
    'MT',
    'YOUNG',
    'PRESENT',
  ]);
  expect(texts(root, '.bits')).toEqual(['0x60123', '0', '1', '1', '0', '0', '1', '0111', '1', '1']);
});

test('where there is half the room names are still whole: the frame number has less', () => {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  pteBits(root, { width: 626, height: 38 }).update({ fields: word('6012365f'), before: null, radix: 'bin' }, []);
  expect(texts(root, '.field')).toEqual(texts(draw({}), '.field'));
  expect(texts(root, '.bits')[0]).toBe('0x60123');
});

test('the frame number is written as one asks: hexadecimal, binary, decimal', () => {
  const [hex] = texts(draw({ radix: 'hex' }), '.bits');
  const [bin] = texts(draw({ radix: 'bin' }), '.bits');
  const [dec] = texts(draw({ radix: 'dec' }), '.bits');
  expect([hex, bin, dec]).toEqual(['0x60123', '0110 0000 0001 0010 0011', String(0x60123)]);
});

test('bits that the step changed are marked, the others are not', () => {
  const root = draw({ before: word('6012265f') });
  expect([...root.querySelectorAll('.differs .field')].map((field) => field.textContent)).toEqual(['pfn']);
});

test('bits of one word stand above the same bits of another', () => {
  const { hardwareFields } = pteFormat('short_3_10');
  const lefts = (root: SVGGElement): readonly string[] =>
    [...root.querySelectorAll('.pte-bits > g rect')].map((box) => box.getAttribute('x') ?? '');
  const linux = lefts(draw({}));
  const hardware = lefts(draw({ fields: decodeFields(hardwareFields, '6012345f') }));
  expect(hardware.at(-1)).toBe(linux.at(-1));
  expect(hardware[1]).toBe(linux[1]);
  expect(Number(linux.at(-1))).toBeGreaterThan(Number(linux[1]));
});
