import { expectPunctuation, fail, peek, take } from './reader.ts';
import type { Reader } from './reader.ts';
import { didYouMean, quoted } from './suggest.ts';
import type { Page, Place } from './syntax.ts';
import type { Token } from './tokens.ts';

/** Names with a number; no number may have more digits than a double holds exactly, and none needs more. */
const NUMBERED = /^([a-z]+)([0-9]+)$/;
const MAX_DIGITS = 9;
const PLACES = 'is cpu1.slot0, pkmap1, linear(low0), dma(page3) or an address such as 0xfff10000';
const PAGES = 'is page0, page1, … (highmem) or low0, low1, … (lowmem)';

/** `cpu1` → ['cpu', 1]; null for a word that is not letters and digits in this order. */
export function splitName(text: string): readonly [stem: string, digits: string] | null {
  const match = NUMBERED.exec(text);
  return match === null ? null : [match[1] ?? '', match[2] ?? ''];
}

/** Is there nothing where a name should be? */
function isMissing(token: Token | null): token is null {
  return token === null || token.text === ')' || token.text === ',';
}

/** The number in a token such as `cpu1`, when its name is `stem`; notes what is wrong otherwise. */
function numberOf(reader: Reader, token: Token | null, stem: string, what: string): number | null {
  if (isMissing(token)) return fail(reader, token, `${what} is missing: write ${stem}1`);
  if (token.text === stem) return fail(reader, token, `'${stem}' needs its number: write ${stem}1`);
  const [name, digits] = splitName(token.text) ?? ['', ''];
  if (name !== stem)
    return fail(reader, token, `${quoted(token.text)} is not ${what}: write ${stem}${bareNumber(token)}`);
  return integerOf(reader, token, digits);
}

/** The number that stands alone where a name should be, to be shown with its name; 1 for anything else. */
function bareNumber({ text }: Token): string {
  return /^[0-9]{1,4}$/.test(text) ? text : '1';
}

function integerOf(reader: Reader, token: Token, digits: string): number | null {
  if (digits.length > MAX_DIGITS) {
    return fail(reader, token, `the number in ${quoted(token.text)} is too large: at most ${MAX_DIGITS} digits`);
  }
  return Number(digits);
}

/** `cpu1` → 1 */
export function readCpu(reader: Reader): number | null {
  return numberOf(reader, take(reader), 'cpu', 'a CPU');
}

/** `task4` → 4 */
export function readTask(reader: Reader): number | null {
  return numberOf(reader, take(reader), 'task', 'a task');
}

/** `pkmap1` → 1 */
export function readPkmapEntry(reader: Reader): number | null {
  return numberOf(reader, take(reader), 'pkmap', 'a pkmap entry');
}

/** `page3` or `low0` */
export function readPage(reader: Reader): Page | null {
  const token = take(reader);
  const stem = token?.text.startsWith('low') === true ? 'low' : 'page';
  if (isMissing(token)) return fail(reader, token, `a page is missing: it ${PAGES}`);
  const [name] = splitName(token.text) ?? [token.text];
  if (name !== stem) {
    const meant = token.kind === 'number' ? `: did you mean page${bareNumber(token)}? A page` : ': a page';
    return fail(reader, token, `${quoted(token.text)} is not a page${meant} ${PAGES}`);
  }
  const n = numberOf(reader, token, stem, 'a page');
  return n === null ? null : { low: stem === 'low', n };
}

/** `cpu1.slot0`, `slot0` of the acting CPU (only where there is one), `pkmap1`, `linear(low0)`, `0xfff10000`. */
export function readPlace(reader: Reader, acting: boolean): Place | null {
  const token = take(reader);
  if (isMissing(token)) return fail(reader, token, `a place is missing: it ${PLACES}`);
  if (token.kind === 'number') return addressOf(reader, token);
  const [stem] = splitName(token.text) ?? [token.text];
  switch (stem) {
    case 'cpu':
      return slotOfCpu(reader, token);
    case 'slot':
      return ownSlot(reader, token, acting);
    case 'pkmap': {
      const entry = numberOf(reader, token, 'pkmap', 'a pkmap entry');
      return entry === null ? null : { type: 'pkmap', entry };
    }
    case 'linear':
      return mappingOf(reader, token, 'linear', 'linear(low0)');
    case 'dma':
      return mappingOf(reader, token, 'dma', 'dma(page3)');
    default:
      return fail(reader, token, noPlace(token.text));
  }
}

function noPlace(text: string): string {
  if (/^(page|low)[0-9]*$/.test(text)) return `${quoted(text)} is a page, not a place: a place ${PLACES}`;
  if (/^[0-9a-fA-F]{8}$/.test(text)) return `${quoted(text)} is not a place: did you mean the address 0x${text}?`;
  const meant = didYouMean(text.replace(/[0-9]+$/, ''), ['slot', 'pkmap', 'linear', 'dma']);
  return `${quoted(text)} is not a place${meant === '' ? ': a place' : `${meant} A place`} ${PLACES}`;
}

function slotOfCpu(reader: Reader, token: Token): Place | null {
  const cpu = numberOf(reader, token, 'cpu', 'a CPU');
  if (cpu === null || expectPunctuation(reader, '.', `${token.text}.slot0`) === null) return null;
  const slot = numberOf(reader, take(reader), 'slot', 'a slot');
  return slot === null ? null : { type: 'slot', cpu, slot };
}

function ownSlot(reader: Reader, token: Token, acting: boolean): Place | null {
  const slot = numberOf(reader, token, 'slot', 'a slot');
  if (slot === null) return null;
  if (!acting) return fail(reader, token, `${token.text} of which CPU? No CPU acts here: write cpu1.${token.text}`);
  return { type: 'slot', cpu: null, slot };
}

function mappingOf(reader: Reader, token: Token, type: 'linear' | 'dma', sample: string): Place | null {
  if (token.text !== type) return fail(reader, token, `${quoted(token.text)} is not a place: write ${sample}`);
  if (expectPunctuation(reader, '(', sample) === null) return null;
  const page = readPage(reader);
  if (page === null || expectPunctuation(reader, ')', sample) === null) return null;
  return { type, page };
}

function addressOf(reader: Reader, token: Token): Place | null {
  if (/^0[xX][0-9a-fA-F]{1,8}$/.test(token.text)) return { type: 'address', vaddr: Number(token.text) };
  if (/^[0-9a-fA-F]{8}$/.test(token.text)) return fail(reader, token, noPlace(token.text));
  const rule = 'an address is 0x and one to eight hexadecimal digits, such as 0xfff10000';
  return fail(reader, token, `${quoted(token.text)} is not an address: ${rule}`);
}

/** `=16` after a predicate. */
export function readEquals(reader: Reader, sample: string): number | null {
  if (expectPunctuation(reader, '=', sample) === null) return null;
  const token = peek(reader);
  if (token === null) return fail(reader, null, `the number after '=' is missing: write ${sample}`);
  reader.at += 1;
  if (!/^[0-9]+$/.test(token.text))
    return fail(reader, token, `${quoted(token.text)} is not a number: write ${sample}`);
  return integerOf(reader, token, token.text);
}
