/**
 * What mail, chat and office software do to a link, undone: the texts in which to look for it, as it came first, then percent-decoded once,
 * twice, and once more for a wrapper such as Safe Links, which encodes the whole link into its own. White space, line breaks (of quoted
 * replies and of quoted-printable mail too) and invisible characters are gone from all of them.
 */
export function mendings(text: string): readonly string[] {
  const found: string[] = [joined(text)];
  for (let round = 0; round < DECODINGS; round++) {
    const last = found.at(-1) ?? '';
    const next = joined(percentDecoded(last));
    if (next === last) break;
    found.push(next);
  }
  return found;
}

const DECODINGS = 3;

/** `=` at the end of a line is quoted-printable's soft break, `>` at its beginning a reply's quoting. */
const SOFT_BREAKS = /=\r?\n|[\r\n]+[> \t]*/g;
/** White space; soft hyphen; zero-width space, joiners and marks of direction; word joiner; byte order mark. */
const INVISIBLE = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

function joined(text: string): string {
  return text.replace(SOFT_BREAKS, '').replace(INVISIBLE, '');
}

/** Undoes percent-encoding wherever it is one; a lone `%` stays. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      // No UTF-8: take what is ASCII in it.
      return run.replace(/%[0-7][0-9a-fA-F]/g, (one) => String.fromCharCode(parseInt(one.slice(1), 16)));
    }
  });
}

/** Where a link may begin: its kind, and everything behind `/kind/`. */
export type Place = { readonly kind: string; readonly rest: string };

/** Where a link stands, the likeliest first; one behind any `/`, for when the `#` was lost. */
const KINDS = [/#!?\/?([a-z])\//g, /^\/?([a-z])\//g, /(?<=\/)([rc])\//g];
/** The three characters of a kind, one of which may have been changed; or none of them. */
const NO_KIND = [/#.../g, /^.../g, /#/g, /^/g];

/**
 * The places in a text where a link may begin. Where its kind cannot be relied on it is '': whatever fits the check is taken, and a name
 * (which has no check) is not.
 */
export function placesIn(text: string): readonly Place[] {
  const places = new Map<number, Place>();
  for (const pattern of [...KINDS, ...NO_KIND]) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index + match[0].length;
      if (places.size < MOST_PLACES && !places.has(from))
        places.set(from, { kind: match[1] ?? '', rest: text.slice(from) });
    }
  }
  return [...places.values()];
}

/** A text full of slashes is not searched for ever. */
const MOST_PLACES = 8;
