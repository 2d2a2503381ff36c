import type { Coder } from './predictor.ts';

// Binary arithmetic coding with 32-bit bounds and no carry: low and high shrink around the message; bytes on which both agree are done.

type Bounds = { low: number; high: number };

/** Where [low, high] is cut for a chance (in 4096ths) of a 1: what is at or below it means 1. */
function cut({ low, high }: Bounds, chance: number): number {
  return low + Math.floor(((high - low) * chance) / 4096);
}

const agreed = ({ low, high }: Bounds): boolean => ((low ^ high) & 0xff000000) === 0;

/** Takes what lies on the side of `bit`. */
function narrow(bounds: Bounds, middle: number, bit: number): void {
  if (bit === 1) bounds.high = middle;
  else bounds.low = middle + 1;
}

function shift(bounds: Bounds): void {
  bounds.low = (bounds.low << 8) >>> 0;
  bounds.high = ((bounds.high << 8) | 0xff) >>> 0;
}

/** A coder that writes what it is told; `finish` gives the bytes, without the zeros at the end that the reader adds again. */
export function rangeEncoder(): { readonly coder: Coder; readonly finish: () => Uint8Array } {
  const bounds: Bounds = { low: 0, high: 0xffff_ffff };
  const bytes: number[] = [];
  const coder: Coder = (chance, bit) => {
    narrow(bounds, cut(bounds, chance), bit);
    while (agreed(bounds)) {
      bytes.push(bounds.low >>> 24);
      shift(bounds);
    }
    return bit;
  };
  const finish = (): Uint8Array => {
    if (bounds.low > 0) bytes.push((bounds.low >>> 24) + 1);
    const length = bytes.findLastIndex((byte) => byte !== 0) + 1;
    return Uint8Array.from(bytes.slice(0, length));
  };
  return { coder, finish };
}

/** A coder that gives back what was told; past the end of the bytes it reads zeros, so some bit always comes. */
export function rangeDecoder(bytes: Uint8Array): Coder {
  const bounds: Bounds = { low: 0, high: 0xffff_ffff };
  let at = 0;
  let code = 0;
  const read = (): void => {
    code = ((code << 8) | (bytes[at++] ?? 0)) >>> 0;
  };
  for (let i = 0; i < 4; i++) read();
  return (chance) => {
    const middle = cut(bounds, chance);
    const bit = code <= middle ? 1 : 0;
    narrow(bounds, middle, bit);
    while (agreed(bounds)) {
      shift(bounds);
      read();
    }
    return bit;
  };
}
