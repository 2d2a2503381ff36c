import { assertNever } from '../base/assert.ts';
import type { Arg, Call, Line, Setting, Statement } from '../scenario/syntax.ts';
import type { Sink, Source } from './bytes.ts';
import { flawed, getList, getText, getUint, putByte, putList, putText, putUint, ROLE } from './bytes.ts';
import { isFunction, isPrefix, OPCODES, OPS, USUAL_ARGS } from './opcodes.ts';
import type { Op, Prefix } from './opcodes.ts';
import { getArg, getPlace, getTypedArg, putArg, putPlace, putTypedArg } from './places.ts';
import { getExpect, putExpect } from './predicates.ts';
import { getWord, putWord } from './words.ts';

// A line is one byte with its operands behind it, after any prefixes:
//
//     ┌ 7 … 2 ┬ 1 0 ┐
//     │  op   │ CPU │     CPU 0 … 3; `bank` n in front adds 4 × n
//     └───────┴─────┘

const CPU_BITS = 2;
const CPU_MASK = 3;

function putOp(out: Sink, op: Op, cpu = 0): void {
  const bank = Math.floor(cpu / (CPU_MASK + 1));
  if (bank > 0) {
    putOp(out, 'bank');
    putUint(out, ROLE.number, bank);
  }
  putByte(out, ROLE.op, (OPCODES[op] << CPU_BITS) | (cpu & CPU_MASK));
}

/** One line of a scenario: comment, statement, both or neither. */
export function putLine(out: Sink, { statement, comment }: Line): void {
  if (comment !== null) {
    putOp(out, 'comment');
    putText(out, comment);
  }
  if (statement === null) putOp(out, 'blank');
  else putStatement(out, statement);
}

function putStatement(out: Sink, statement: Statement): void {
  switch (statement.type) {
    case 'title':
    case 'note':
      putOp(out, statement.type);
      putText(out, statement.text);
      break;
    case 'machine':
      putOp(out, 'machine');
      putList(out, statement.settings, (setting) => putSetting(out, setting));
      break;
    case 'expect':
      putOp(out, 'expect');
      putExpect(out, statement);
      break;
    case 'call':
      putCall(out, statement);
      break;
    case 'speculate':
    case 'evict':
      putOp(out, statement.type, statement.cpu);
      putPlace(out, statement.place);
      break;
    case 'schedule':
      putOp(out, 'schedule', statement.cpu);
      putUint(out, ROLE.number, statement.task);
      break;
    case 'tick':
    case 'finish':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      putOp(out, statement.type, statement.cpu);
      break;
    default:
      return assertNever(statement);
  }
}

function putSetting(out: Sink, { key, value }: Setting): void {
  putWord(out, key);
  putWord(out, value);
}

function putCall(out: Sink, { cpu, fn, args, enter }: Call): void {
  const usual = USUAL_ARGS[fn];
  const isUsual = usual.length === args.length && usual.every((type, i) => args[i]?.type === type);
  if (enter) putOp(out, 'enter');
  if (!isUsual) {
    putOp(out, 'args');
    putList(out, args, (arg) => putTypedArg(out, arg));
  }
  putOp(out, fn, cpu);
  if (isUsual) for (const arg of args) putArg(out, arg);
}

/** What stood in front of a line's own byte. */
type Prefixes = { comment: string | null; enter: boolean; args: readonly Arg[] | null; bank: number };

export function getLine(from: Source): Line {
  const prefixes: Prefixes = { comment: null, enter: false, args: null, bank: 0 };
  while (from.flaw === null) {
    const byte = from.next(ROLE.op);
    const op = OPS[byte >> CPU_BITS] ?? flawed(from, 'unknown', 'blank');
    if (isPrefix(op)) getPrefix(from, op, prefixes);
    else {
      const cpu = prefixes.bank * (CPU_MASK + 1) + (byte & CPU_MASK);
      return { statement: getStatement(from, op, cpu, prefixes), comment: prefixes.comment };
    }
  }
  return { statement: null, comment: null };
}

function getPrefix(from: Source, op: Prefix, prefixes: Prefixes): void {
  switch (op) {
    case 'comment':
      prefixes.comment = getText(from);
      break;
    case 'enter':
      prefixes.enter = true;
      break;
    case 'args':
      prefixes.args = getList(from, () => getTypedArg(from));
      break;
    case 'bank':
      prefixes.bank = getUint(from, ROLE.number);
      break;
  }
}

function getStatement(from: Source, op: Exclude<Op, Prefix>, cpu: number, { enter, args }: Prefixes): Statement | null {
  if (isFunction(op)) {
    const usual = (): readonly Arg[] => USUAL_ARGS[op].map((type) => getArg(from, type));
    return { type: 'call', cpu, fn: op, args: args ?? usual(), enter };
  }
  switch (op) {
    case 'title':
    case 'note':
      return { type: op, text: getText(from) };
    case 'machine':
      return { type: op, settings: getList(from, () => ({ key: getWord(from), value: getWord(from) })) };
    case 'expect':
      return getExpect(from);
    case 'speculate':
    case 'evict':
      return { type: op, cpu, place: getPlace(from) };
    case 'schedule':
      return { type: op, cpu, task: getUint(from, ROLE.number) };
    case 'tick':
    case 'finish':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return { type: op, cpu };
    case 'blank':
      return null;
  }
}
