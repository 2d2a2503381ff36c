import type { Event } from '../model/event.ts';

export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };
export type Box = Point & Size;

/**
 * A picture below one SVG group: made once for a size, fed data, destroyed. `since` is what happened between the data shown and the new
 * data; empty means: jump there (scrubbing, going back, the first picture). The end state never depends on it.
 */
export type Mark<Data> = (
  root: SVGGElement,
  size: Size,
) => { update(data: Data, since: readonly Event[]): void; destroy(): void };

/**
 * A mark that can be drawn piece by piece, each in a frame of its own: no piece takes long, and when each has been fed the same data the
 * picture is that of a mark drawn at once. Pieces are drawn in their order; one may be fed newer data before the others were fed the last.
 */
export type MarkInPieces<Data, Root = SVGGElement> = (
  root: Root,
  size: Size,
) => { readonly pieces: readonly Piece<Data>[]; readonly destroy: () => void };

export type Piece<Data> = (data: Data, since: readonly Event[]) => void;

/** All pieces at once. */
export const wholeOf =
  <Data>(mark: MarkInPieces<Data>): Mark<Data> =>
  (root, size) => {
    const { pieces, destroy } = mark(root, size);
    return { update: (data, since) => pieces.forEach((draw) => draw(data, since)), destroy };
  };
