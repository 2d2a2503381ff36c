import type { Mistake } from './reader.ts';

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Text as it stands in a scenario: in double quotes, on one line. */
export function quote(text: string): string {
  const inside = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${inside}"`;
}

/** The text that a string token stands for, or what is wrong with it; `from` is where the token begins in its line. */
export function unquote(token: string, from: number): string | Mistake {
  let text = '';
  let at = 1;
  while (at < token.length) {
    const char = token[at] ?? '';
    if (char === '"') return text;
    if (char !== '\\') {
      text += char;
      at += 1;
      continue;
    }
    const escaped = ESCAPES[token[at + 1] ?? ''];
    if (escaped === undefined) return badEscape(token, from, at);
    text += escaped;
    at += 2;
  }
  return { from, to: from + token.length, message: 'the text has no end: put a " after its last word' };
}

function badEscape(token: string, from: number, at: number): Mistake {
  const written = token.slice(at, at + 2);
  if (at + 1 >= token.length)
    return { from, to: from + token.length, message: 'the text has no end: put a " after its last word' };
  const message = `unknown escape ${written}: write \\\\ for a backslash; \\" \\n \\r and \\t are known`;
  return { from: from + at, to: from + at + written.length, message };
}
