import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { squeeze, squeezedSource } from './adaptive.ts';
import type { Flaw, Source } from './bytes.ts';
import { sourceOf } from './bytes.ts';
import { deflate, inflate } from './deflate.ts';
import { LIMITS } from './limits.ts';
import { frameBytes, getFrame } from './frame.ts';
import type { FrameContent } from './frame.ts';

/** How a frame is written down; the number stands in front of it. FROZEN. */
const PACKING = { stored: 0, deflated: 1, squeezed: 2 } as const;
const NOTHING = -1;

/**
 * Content as a frame of format 1 in the shortest of its three writings: a byte that says which, then the writing. Null when the frame is
 * bigger than a reader takes.
 */
export function packFrame(content: FrameContent): readonly number[] | null {
  const { bytes, roles } = frameBytes(content);
  if (bytes.length > LIMITS.bytes) return null;
  const writings = [
    [PACKING.squeezed, ...squeeze(bytes, roles)],
    [PACKING.deflated, ...deflate(bytes)],
    [PACKING.stored, ...bytes],
  ];
  return writings.reduce((shortest, writing) => (writing.length < shortest.length ? writing : shortest));
}

/** The content of a packed frame, or what is wrong with it. Never throws, and never allocates more than the caps of limits.ts. */
export function unpackFrame(packed: Uint8Array): Result<FrameContent, Flaw> {
  const rest = packed.subarray(1);
  switch (packed[0] ?? NOTHING) {
    case PACKING.stored:
      return readAll(sourceOf(rest), rest.length);
    case PACKING.deflated: {
      const bytes = inflate(rest);
      return bytes.ok ? readAll(sourceOf(bytes.value), bytes.value.length) : bytes;
    }
    case PACKING.squeezed:
      return readAll(squeezedSource(rest), null);
    case NOTHING:
      return err('broken');
    default:
      return err('unknown');
  }
}

/** Reads a frame that must be `length` bytes long, where that is known. */
function readAll(source: Source, length: number | null): Result<FrameContent, Flaw> {
  const content = getFrame(source);
  if (source.flaw !== null) return err(source.flaw);
  return length === null || source.taken === length ? ok(content) : err('broken');
}
