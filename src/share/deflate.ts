import { deflateSync, inflateSync } from 'fflate';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Flaw } from './bytes.ts';
import { DICTIONARY } from './dictionary.ts';
import { LIMITS } from './limits.ts';

/** Raw deflate (RFC 1951) against the dictionary of format 1. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 9, dictionary: DICTIONARY });
}

/**
 * The bytes that `deflate` was given. The room is fixed beforehand, and fflate writes what does not fit nowhere: a few bytes that unfold to
 * gigabytes cost no memory.
 */
export function inflate(packed: Uint8Array): Result<Uint8Array, Flaw> {
  const out = new Uint8Array(LIMITS.bytes + 1);
  const bytes = inflated(packed, out);
  if (bytes === null) return err('broken');
  return bytes.length > LIMITS.bytes ? err('big') : ok(bytes);
}

/** fflate throws on a stream that is none; here that is an answer. */
function inflated(packed: Uint8Array, out: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(packed, { out, dictionary: DICTIONARY });
  } catch {
    return null;
  }
}
