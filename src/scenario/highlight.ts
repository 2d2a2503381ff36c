import { kmTypeNumber } from './km-types.ts';
import { splitName } from './parse-names.ts';
import { SETTING_KEYS } from './settings.ts';
import { COST_NAMES } from './syntax.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';
import { BARE_NAMES, FUNCTION_NAMES, PREDICATE_NAMES, STATEMENT_NAMES, WHERE_NAMES } from './vocabulary.ts';

/** What a piece of a line is, for the editor's colours. `unknown` is a word that means nothing there. */
export type HighlightKind =
  | 'keyword'
  | 'cpu'
  | 'function'
  | 'verb'
  | 'predicate'
  | 'page'
  | 'place'
  | 'type'
  | 'key'
  | 'value'
  | 'string'
  | 'number'
  | 'comment'
  | 'punctuation'
  | 'unknown';

/** Offsets in the line, in UTF-16 units from 0; `to` is exclusive. */
export type Highlight = { readonly from: number; readonly to: number; readonly kind: HighlightKind };

/** The coloured pieces of one line, from left to right without overlap. White space is between them. Total and linear. */
export function highlight(line: string): readonly Highlight[] {
  const tokens = tokenize(line);
  if (tokens[0]?.text === 'machine') return highlightMachine(tokens);
  return tokens.map((token, i) => ({ from: token.from, to: token.to, kind: kindOf(token, tokens[i - 1]) }));
}

/** `v2.6.37-rc` is five tokens and one value: from behind `=` to the next space. */
function highlightMachine(tokens: readonly Token[]): readonly Highlight[] {
  const pieces: Highlight[] = [];
  tokens.forEach(({ kind, text, from, to }, i) => {
    const last = pieces.at(-1);
    if (i === 0) pieces.push({ from, to, kind: 'keyword' });
    else if (kind === 'comment') pieces.push({ from, to, kind });
    else if (last?.kind === 'value' && last.to === from) pieces.splice(-1, 1, { ...last, to });
    else if (tokens[i - 1]?.text === '=') pieces.push({ from, to, kind: 'value' });
    else
      pieces.push({ from, to, kind: text === '=' ? 'punctuation' : SETTING_KEYS.includes(text) ? 'key' : 'unknown' });
  });
  return pieces;
}

const COSTS: readonly string[] = COST_NAMES;
const KEYWORDS: readonly string[] = ['kmapscope', 'enter', 'not', ...STATEMENT_NAMES];
const VERBS: readonly string[] = [...BARE_NAMES, ...WHERE_NAMES, 'schedule'];

/** A call whose name is also a keyword of the language does not exist, so a word's kind hardly depends on where it stands. */
function kindOf(token: Token, before: Token | undefined): HighlightKind {
  switch (token.kind) {
    case 'comment':
    case 'string':
    case 'punctuation':
      return token.kind;
    case 'number':
      return /^0[xX]/.test(token.text) ? 'place' : 'number';
    case 'other':
      return 'unknown';
    case 'word':
      return wordKind(token.text, before);
  }
}

function wordKind(text: string, before: Token | undefined): HighlightKind {
  if (KEYWORDS.includes(text)) return 'keyword';
  if ((FUNCTION_NAMES as readonly string[]).includes(text)) return 'function';
  if (VERBS.includes(text)) return 'verb';
  if ((PREDICATE_NAMES as readonly string[]).includes(text)) return 'predicate';
  if (kmTypeNumber(text) !== null) return 'type';
  if (COSTS.includes(text) && before?.text === '(') return 'value';
  return nameKind(text);
}

function nameKind(text: string): HighlightKind {
  switch (splitName(text)?.[0] ?? text) {
    case 'cpu':
      return 'cpu';
    case 'page':
    case 'low':
    case 'task':
      return 'page';
    case 'slot':
    case 'pkmap':
    case 'linear':
    case 'dma':
      return 'place';
    default:
      return 'unknown';
  }
}
