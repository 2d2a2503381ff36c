import type { Arg, Page, Place } from '../scenario/syntax.ts';
import type { Sink, Source } from './bytes.ts';
import { flawed, getFlagged, getUint, putByte, putFlagged, putUint, ROLE } from './bytes.ts';
import { ARG_CODES, ARG_TYPES } from './opcodes.ts';
import { getWord, putWord } from './words.ts';

export function putPage(out: Sink, page: Page): void {
  putFlagged(out, ROLE.page, page.n, page.low);
}

export function getPage(from: Source): Page {
  const [n, low] = getFlagged(from, ROLE.page);
  return { low, n };
}

// The first byte of a place. Below 0x80 it is the whole place: a slot 0 … 15 of CPU 0 … 6, or of the CPU that acts.
const OWN = 7;
const SHORT = 0x80;
const LONG = { slot: 0x80, ownSlot: 0x81, pkmap: 0x82, linear: 0x83, address: 0x84, dma: 0x85 } as const;

export function putPlace(out: Sink, place: Place): void {
  switch (place.type) {
    case 'slot':
      putSlot(out, place.cpu, place.slot);
      break;
    case 'pkmap':
      putByte(out, ROLE.place, LONG.pkmap);
      putUint(out, ROLE.number, place.entry);
      break;
    case 'linear':
    case 'dma':
      putByte(out, ROLE.place, LONG[place.type]);
      putPage(out, place.page);
      break;
    case 'address':
      putByte(out, ROLE.place, LONG.address);
      putUint(out, ROLE.number, place.vaddr);
      break;
  }
}

function putSlot(out: Sink, cpu: number | null, slot: number): void {
  if (slot < 16 && (cpu === null || cpu < OWN)) {
    putByte(out, ROLE.place, (cpu ?? OWN) * 16 + slot);
    return;
  }
  putByte(out, ROLE.place, cpu === null ? LONG.ownSlot : LONG.slot);
  if (cpu !== null) putUint(out, ROLE.number, cpu);
  putUint(out, ROLE.number, slot);
}

export function getPlace(from: Source): Place {
  const byte = from.next(ROLE.place);
  if (byte < SHORT) {
    const cpu = byte >> 4;
    return { type: 'slot', cpu: cpu === OWN ? null : cpu, slot: byte & 15 };
  }
  switch (byte) {
    case LONG.slot:
      return { type: 'slot', cpu: getUint(from, ROLE.number), slot: getUint(from, ROLE.number) };
    case LONG.ownSlot:
      return { type: 'slot', cpu: null, slot: getUint(from, ROLE.number) };
    case LONG.pkmap:
      return { type: 'pkmap', entry: getUint(from, ROLE.number) };
    case LONG.linear:
      return { type: 'linear', page: getPage(from) };
    case LONG.dma:
      return { type: 'dma', page: getPage(from) };
    case LONG.address:
      return { type: 'address', vaddr: getUint(from, ROLE.number) };
    default:
      return flawed(from, 'unknown', { type: 'pkmap', entry: 0 });
  }
}

/** An argument whose type both sides know. */
export function putArg(out: Sink, arg: Arg): void {
  switch (arg.type) {
    case 'page':
      putPage(out, arg.page);
      break;
    case 'pages':
      putPage(out, arg.first);
      putPage(out, arg.last);
      break;
    case 'place':
      putPlace(out, arg.place);
      break;
    case 'cpu':
      putUint(out, ROLE.number, arg.cpu);
      break;
    case 'km_type':
      putWord(out, arg.name);
      break;
  }
}

export function getArg(from: Source, type: Arg['type']): Arg {
  switch (type) {
    case 'page':
      return { type, page: getPage(from) };
    case 'pages':
      return { type, first: getPage(from), last: getPage(from) };
    case 'place':
      return { type, place: getPlace(from) };
    case 'cpu':
      return { type, cpu: getUint(from, ROLE.number) };
    case 'km_type':
      return { type, name: getWord(from) };
  }
}

/** An argument behind its type. */
export function putTypedArg(out: Sink, arg: Arg): void {
  putByte(out, ROLE.number, ARG_CODES[arg.type]);
  putArg(out, arg);
}

export function getTypedArg(from: Source): Arg {
  const type = ARG_TYPES[from.next(ROLE.number)];
  return getArg(from, type ?? flawed(from, 'unknown', 'cpu'));
}
