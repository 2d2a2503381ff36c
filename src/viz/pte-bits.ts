import { select } from 'd3-selection';
import type { DecodedField } from '../arm/fields.ts';
import type { Mark } from './mark.ts';
import { hundredths, put, putText } from './put.ts';

export type PteBitsData = {
  /** The word cut into its fields, from high to low. */
  readonly fields: readonly DecodedField[];
  /** The same word before the step, if the step changed it: bits that differ are marked. */
  readonly before: readonly DecodedField[] | null;
  readonly radix: 'hex' | 'bin' | 'dec';
};

type Cell = {
  readonly field: DecodedField;
  readonly before: string | null;
  readonly x: number;
  readonly width: number;
};

/** A PTE word, field by field: the name above, the bits below; a field of one bit is a cell of its own. */
export const pteBits: Mark<PteBitsData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'pte-bits');

  return {
    update(data) {
      group
        .selectAll<SVGGElement, Cell>('g')
        .data(cellsOf(data, size.width))
        .join((enter) => {
          const cell = enter.append('g');
          cell.append('rect').attr('y', 15).attr('height', 21).attr('rx', 3);
          cell.append('text').attr('class', 'field').attr('y', 10);
          cell.append('text').attr('class', 'bits').attr('text-anchor', 'middle').attr('y', 30);
          cell.append('title');
          return cell;
        })
        .each(function (cell) {
          draw(this, cell, data.radix);
        });
    },
    destroy() {
      group.remove();
    },
  };
};

/** A step changes few of the bits, and what stays as it is costs nothing. */
function draw(element: SVGGElement, { field, before, x, width }: Cell, radix: PteBitsData['radix']): void {
  const differs = before !== null && before !== field.bits;
  put(element, 'class', `${field.value === 0 ? 'clear' : 'set'}${differs ? ' differs' : ''}`);
  const [box, name, bits, title] = element.children;
  if (box === undefined || name === undefined || bits === undefined || title === undefined) return;
  // Not by a transform, which would have each painted apart.
  put(box, 'x', hundredths(x));
  put(box, 'width', hundredths(width - 3));
  put(name, 'x', hundredths(x + 1));
  putText(name, fit(shortName(field), width - 2));
  put(bits, 'x', hundredths(x + (width - 3) / 2));
  putText(bits, bitsText(field, width, radix));
  putText(title, `${field.field.name}: ${field.text}. ${field.field.meaning}`);
}

const LETTER = 6.1;

/** How many bits' worth of room the frame number gets: it is read as one number. Where bits are narrower than their names, less. */
const WIDE = 3.4;
const LESS_WIDE = 1.8;
const NARROW_BIT = 46;

/** Every bit as wide as any other, so that the bits of two words stand below each other; only the frame number is drawn together. */
function cellsOf({ fields, before }: PteBitsData, width: number): readonly Cell[] {
  const unitsWith = (wide: number) => fields.map(({ bits }) => (bits.length >= 8 ? wide : bits.length));
  const unitOf = (units: readonly number[]): number => width / units.reduce((total, one) => total + one, 0);
  const units = unitsWith(unitOf(unitsWith(WIDE)) < NARROW_BIT ? LESS_WIDE : WIDE);
  const unit = unitOf(units);
  let x = 0;
  return fields.map((field, i) => {
    const cell = { field, before: before?.[i]?.bits ?? null, x, width: (units[i] ?? 0) * unit };
    x += cell.width;
    return cell;
  });
}

/** The kernel's name without what all of them begin with. */
function shortName({ field }: DecodedField): string {
  return field.name.replace(/^L_PTE_/, '').replace(/^PTE_/, '');
}

function fit(name: string, width: number): string {
  const room = Math.max(1, Math.floor(width / LETTER));
  if (name.length <= room) return name;
  // TYPE_SMALL becomes TYPE rather than TYPE_SMA.
  const [first = name] = name.split('_');
  return first.slice(0, room);
}

function bitsText({ bits, value }: DecodedField, width: number, radix: PteBitsData['radix']): string {
  if (bits.length < 12) return bits.length * 7 <= width ? bits : `0x${value.toString(16)}`;
  if (radix === 'dec') return String(value);
  const grouped = bits.replace(/(?=(.{4})+$)/g, ' ').trim();
  return radix === 'bin' && grouped.length * 6.8 <= width ? grouped : `0x${value.toString(16)}`;
}
