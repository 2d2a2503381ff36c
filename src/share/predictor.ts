import type { Role } from './bytes.ts';
import { ROLE, ROLES } from './bytes.ts';

/**
 * Guesses the next bit of a frame from three histories at once and learns from each answer: the idea of the PAQ family of compressors
 * (Mahoney, "Adaptive Weighing of Context Models for Lossless Data Compression", 2005), made small for messages of a hundred bytes. All
 * arithmetic is on integers that a double holds exactly, so every machine guesses alike. FROZEN with format 1: any change makes old links
 * unreadable.
 */
export type Predictor = {
  /** How likely a 1 is in each cell, in 65536ths, and how often the cell was asked. Each history has its own cells. */
  readonly chance: Uint16Array;
  readonly asked: Uint8Array;
  /** How far each history is trusted with each kind of question, in 65536ths. */
  readonly trust: Int32Array;
  /** For the bit in hand: the cell that each history looks at, and what it says. */
  readonly cell: Int32Array;
  readonly said: Int32Array;
  readonly past: Past;
};

/** What was read before, as far as a history looks at it. */
type Past = {
  op: number;
  /** Three characters, the last one in the low byte. */
  chars: number;
  /** The last byte of each role; the last op of each of CPU 0 … 3. */
  readonly byRole: Uint8Array;
  readonly byCpu: Uint8Array;
};

/** Tells or asks one bit, given how likely a 1 is (1 … 4095, in 4096ths), and gives the bit. */
export type Coder = (chance: number, bit: number) => number;

const HISTORIES = 3;
/** One kind of question per role, and one more for the CPU of an op. */
const QUESTIONS = ROLES + 1;
const CELL_BITS = 16;
const EVEN = 0x8000;
const FIRST_TRUST = 26_000;
const TRUST_PACE = 14;

/** How far one answer moves a cell, in 65536ths: the less, the more often it was asked, down to a pace at which it keeps adapting. */
const MOST = 250;
const PACE: Uint16Array = Uint16Array.from({ length: MOST + 1 }, (_, asked) => Math.floor(655_360 / (10 * asked + 13)));

/** What is known from elsewhere counts as if it had been asked so often at most: the message in hand soon counts for more. */
const SEASONED = 6;

export function newPredictor(): Predictor {
  return {
    chance: new Uint16Array(HISTORIES << CELL_BITS).fill(EVEN),
    asked: new Uint8Array(HISTORIES << CELL_BITS),
    trust: new Int32Array(HISTORIES * QUESTIONS).fill(FIRST_TRUST),
    cell: new Int32Array(HISTORIES),
    said: new Int32Array(HISTORIES),
    past: newPast(),
  };
}

function newPast(): Past {
  return { op: 0, chars: 0, byRole: new Uint8Array(ROLES), byCpu: new Uint8Array(4) };
}

/** Makes what was learned so far count less than what comes: a message soon speaks for itself. Forgets what was read last. */
export function season(p: Predictor): Predictor {
  return { ...p, asked: p.asked.map((times) => Math.min(times, SEASONED)), past: newPast() };
}

/** A predictor that knows what another one knows and learns on its own from there. */
export function copyPredictor({ chance, asked, trust, cell, said }: Predictor): Predictor {
  return {
    chance: chance.slice(),
    asked: asked.slice(),
    trust: trust.slice(),
    cell: cell.slice(),
    said: said.slice(),
    past: newPast(),
  };
}

/** Passes one byte of a role through a coder, high bits first, and learns it. When it is asked for, `byte` is not looked at. */
export function codeByte(p: Predictor, coder: Coder, role: Role, byte: number): number {
  const told = role === ROLE.op ? cpuFirst(byte) : byte;
  let node = 1;
  for (let shift = 7; shift >= 0; shift--) {
    const chance = guess(p, role, node);
    const bit = coder(chance, (told >> shift) & 1);
    learn(p, trustedWith(role, node), chance, bit);
    node = node * 2 + bit;
  }
  const coded = role === ROLE.op ? opFirst(node & 0xff) : node & 0xff;
  remember(p.past, role, coded);
  return coded;
}

// An op byte is coded with its CPU, the two low bits, in front: the op can then be guessed from what this CPU did last.
const cpuFirst = (byte: number): number => ((byte & 3) << 6) | (byte >> 2);
const opFirst = (byte: number): number => ((byte & 0x3f) << 2) | (byte >> 6);

/** How likely the next bit is a 1; `node` is a 1 and the bits of the byte so far. */
function guess(p: Predictor, role: Role, node: number): number {
  const question = trustedWith(role, node);
  let sum = 0;
  for (let history = 0; history < HISTORIES; history++) {
    const cell = cellOf(contextOf(p.past, role, node, history), role, node, history);
    const said = STRETCH[(p.chance[cell] ?? EVEN) >> 4] ?? 0;
    p.cell[history] = cell;
    p.said[history] = said;
    sum += (p.trust[question + history] ?? 0) * said;
  }
  return Math.min(Math.max(squash(Math.floor(sum / 65536)), 1), 4095);
}

function learn(p: Predictor, question: number, chance: number, bit: number): void {
  const error = bit * 4096 - chance;
  for (let history = 0; history < HISTORIES; history++) {
    const cell = p.cell[history] ?? 0;
    const times = p.asked[cell] ?? 0;
    const was = p.chance[cell] ?? EVEN;
    const trusted = question + history;
    p.trust[trusted] = (p.trust[trusted] ?? 0) + Math.floor(((p.said[history] ?? 0) * error * TRUST_PACE) / 16384);
    p.chance[cell] = was + Math.floor(((bit * 0xffff - was) * (PACE[times] ?? 0)) / 65536);
    if (times < MOST) p.asked[cell] = times + 1;
  }
}

/** Where the trust in a question begins: the CPU of an op, two bits told first, is a question of its own. */
function trustedWith(role: Role, node: number): number {
  return HISTORIES * (role === ROLE.op && node < 4 ? ROLES : role);
}

/**
 * What a history looks at. For an op: nothing; the op before; the last op of the same CPU, as soon as the CPU is told. For a character: one,
 * two, three characters before. For anything else: nothing; its op; the last byte of its kind.
 */
function contextOf({ op, chars, byRole, byCpu }: Past, role: Role, node: number, history: number): number {
  if (role === ROLE.char) return chars & (history === 0 ? 0xff : history === 1 ? 0xffff : 0xffffff);
  if (history === 0) return 0;
  if (role !== ROLE.op) return history === 1 ? op >> 2 : 0x100 + (byRole[role] ?? 0);
  if (history === 1) return 1 + op;
  return node < 4 ? 0 : 0x200 + (byCpu[(node >> (29 - Math.clz32(node))) & 3] ?? 0);
}

function cellOf(context: number, role: Role, node: number, history: number): number {
  const mixed = Math.imul(context * 16 + role + 1, 0x9e3779b1) + Math.imul(node, 0x85ebca6b);
  return (history << CELL_BITS) | (Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> (32 - CELL_BITS));
}

function remember(past: Past, role: Role, byte: number): void {
  past.byRole[role] = byte;
  if (role === ROLE.char) past.chars = ((past.chars << 8) | byte) & 0xffffff;
  if (role !== ROLE.op) return;
  past.op = byte;
  past.byCpu[byte & 3] = byte;
}

/** 4096 / (1 + e^-x) at x = -8, -7.5 … 8, rounded; in between it is a straight line. */
const LOGISTIC: readonly number[] = [
  ...[1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048],
  ...[2550, 2994, 3349, 3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095],
];

/** From the scale on which histories are added up (-2047 … 2047, 256 to an e) to a chance in 4096ths. */
function squash(x: number): number {
  const within = Math.min(Math.max(x, -2047), 2047);
  const [low, part] = [(within >> 7) + 16, within & 127];
  return ((LOGISTIC[low] ?? 0) * (128 - part) + (LOGISTIC[low + 1] ?? 0) * part + 64) >> 7;
}

/** The other way: the first x that `squash` takes to at least this chance. */
const STRETCH: Int16Array = stretchTable();

function stretchTable(): Int16Array {
  const table = new Int16Array(4096).fill(2047);
  let chance = 0;
  for (let x = -2047; x <= 2047; x++) while (chance < 4096 && squash(x) >= chance) table[chance++] = x;
  return table;
}
