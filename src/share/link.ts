import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Flaw } from './bytes.ts';
import { alphabetRun, changed, seal, unseal } from './envelope.ts';
import type { Sealed } from './envelope.ts';
import { LIMITS, withinLimits } from './limits.ts';
import { mendings, placesIn } from './mend.ts';
import type { Place } from './mend.ts';
import { packFrame, unpackFrame } from './pack.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';
import { readRoute } from './route.ts';
import type { Route } from './route.ts';
import type { Shared } from './shared.ts';
import { upgraded } from './upgraders.ts';
import type { Stored } from './upgraders.ts';

/** What a link leads to. */
export type Destination = { readonly type: 'run' | 'comparison'; readonly shared: Shared } | Route;

/** The version that is written; one letter or digit, so there is room for 61 more. */
const VERSION = '1';

/** The reader of each version that was ever released. */
const READERS: Readonly<Record<string, (payload: Uint8Array) => Result<Stored, Flaw>>> = { '1': readVersion1 };

/** Kinds that carry a sealed payload: `r` a run, `c` a comparison; the content is of one form. */
const SEALED_KINDS = ['r', 'c'] as const;

/**
 * The fragment that carries a share, without `#`: `/r/1…`, or `/c/1…` when there are lanes to compare. Fails, with the sentence to show,
 * when it is over a cap and could not be opened again.
 */
export function encodeLink(shared: Shared): Result<string, LinkProblem> {
  const within = withinLimits(shared);
  if (!within.ok) return within;
  const kind = shared.kernels.length > 0 ? 'c' : 'r';
  const packed = packFrame(shared);
  if (packed === null) return err(tooBigToWrite());
  const payload = Uint8Array.from([...digestBytes(shared.digest), ...packed]);
  const link = `/${kind}/${seal(kind, { version: VERSION, payload })}`;
  return link.length > LIMITS.url - ROOM_FOR_HOST ? err(tooBigToWrite()) : ok(link);
}

/** Characters of a URL before its fragment, when a link is made. */
const ROOM_FOR_HOST = 1024;

/** What a link carries: `openLink` for those who only want a run or a comparison. */
export function decodeLink(anything: string): Result<Shared, LinkProblem> {
  const opened = openLink(anything);
  if (!opened.ok) return opened;
  const { value } = opened;
  if (value.type === 'run' || value.type === 'comparison') return ok(value.shared);
  const message = `This is the address of a shipped ${value.type}, not of a run: open it in the browser.`;
  return err(problem('not a link', message));
}

/**
 * Finds the link in anything that was pasted (a URL, a fragment, a payload, a mail that quotes one), mends what was done to it on its way,
 * and reads it; or says what is wrong with it. Never throws; bounded by the caps of limits.ts, whatever it is given.
 */
export function openLink(anything: string): Result<Destination, LinkProblem> {
  if (anything.length > LIMITS.url) return err(tooLong(anything.length));
  let first: LinkProblem | null = null;
  for (const text of mendings(anything)) {
    for (const place of placesIn(text)) {
      const opened = openAt(place);
      if (opened?.ok === true) return opened;
      if (opened !== null) first ??= opened.error;
    }
  }
  return err(first ?? noLink());
}

/** Null when nothing at this place looks like a link of ours. */
function openAt(place: Place): Result<Destination, LinkProblem> | null {
  const route = readRoute(place);
  if (route?.ok === true) return route;
  return openSealed(place) ?? route;
}

/** A payload without its kind, as far as one can tell: a word of some length that begins with the version. */
const LOOKS_SEALED = /^1[A-Za-z0-9_-]{10}/;

/** The check covers the kind: a payload that fits another kind than the one it stands behind was sent as that. */
function openSealed({ kind, rest }: Place): Result<Destination, LinkProblem> | null {
  for (const candidate of new Set([kind, ...SEALED_KINDS])) {
    const sealed = unseal(candidate, rest);
    if (sealed.ok) return readSealed(candidate, sealed.value);
  }
  const isOurs = SEALED_KINDS.some((known) => known === kind) || (kind === '' && LOOKS_SEALED.test(rest));
  const sealed = unseal(kind, rest);
  return isOurs && !sealed.ok ? err(perhapsShortened(rest, sealed.error)) : null;
}

function readSealed(kind: string, { version, payload }: Sealed): Result<Destination, LinkProblem> {
  const read = READERS[version];
  if (read === undefined || !SEALED_KINDS.some((known) => known === kind)) return err(newer());
  const stored = read(payload);
  if (!stored.ok) return err(problemOf(stored.error));
  const within = withinLimits(upgraded(stored.value));
  return within.ok ? ok({ type: kind === 'c' ? 'comparison' : 'run', shared: within.value }) : within;
}

function readVersion1(payload: Uint8Array): Result<Stored, Flaw> {
  const content = unpackFrame(payload.subarray(DIGEST_BYTES));
  if (!content.ok) return content;
  return ok({ version: 1, ...content.value, digest: digestOf(payload) });
}

const DIGEST_BYTES = 4;

const digestBytes = (digest: number): readonly number[] => [0, 8, 16, 24].map((shift) => (digest >>> shift) & 0xff);

function digestOf(payload: Uint8Array): number {
  return [3, 2, 1, 0].reduce((digest, at) => digest * 256 + (payload[at] ?? 0), 0);
}

/** Dots right behind what is there mean that somebody's screen was too narrow, and the rest was never copied. */
function perhapsShortened(rest: string, otherwise: LinkProblem): LinkProblem {
  const behind = rest.slice(alphabetRun(rest).length);
  const isDotted = DOTS.test(behind) || (otherwise.kind === 'truncated' && ENCODED_DOTS.test(behind));
  return isDotted ? shortened() : otherwise;
}

const DOTS = /^\[?(\.\.|\u2026|%E2%80%A6)/i;
/** Only where characters are missing: any three of a payload may be changed to look like these. */
const ENCODED_DOTS = /^(%5B)?(\.\.|%2E%2E|%E2%80%A6)/i;

function problemOf(flaw: Flaw): LinkProblem {
  switch (flaw) {
    case 'broken':
      return changed();
    case 'unknown':
      return newer();
    case 'big':
      return problem(
        'too big',
        'This link unfolds to more than a run may have. Ask its sender for a file, or a shorter run.',
      );
  }
}

function newer(): LinkProblem {
  const message = 'This link was made by a newer kmapscope. Reload the page to update, then open the link again.';
  return problem('from the future', message);
}

function shortened(): LinkProblem {
  const advice = "Copy the link's address instead of its text, or ask for the original.";
  return problem(
    'shortened copy',
    `This is a shortened display copy of a link, with dots for what is missing. ${advice}`,
  );
}

function noLink(): LinkProblem {
  return problem(
    'not a link',
    'There is no kmapscope link in this text: one looks like https://…/#/r/1… or …/#/s/the-bite.',
  );
}

function tooLong(length: number): LinkProblem {
  const message = `This text has ${length} characters and a link has ${LIMITS.url} at most. Open the run as a file.`;
  return problem('too big', message);
}

function tooBigToWrite(): LinkProblem {
  return problem('too big', 'This run is too big for any link. Save it as a file, or trim it and drop branches.');
}
