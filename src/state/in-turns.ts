import { WHOLE, type Part, type Turns } from './turns.ts';

/** A drawing whose pieces are drawn in their turns. */
export type InTurns<Data> = {
  /** All pieces are drawn now where `atOnce`; else each when its turn comes, of what is newest by then. */
  readonly show: (data: Data, atOnce: boolean) => void;
  /** Nothing is drawn any more. */
  readonly end: () => void;
};

/** Draws the pieces of a drawing, in their order, before the picture of another step is begun. */
export function drawInTurns<Data>(turns: Turns, pieces: readonly ((data: Data) => void)[]): InTurns<Data> {
  let newest: { readonly data: Data } | null = null;
  const parts = pieces.map((draw): Part => ({
    rank: WHOLE,
    draw: () => {
      if (newest !== null) draw(newest.data);
    },
  }));
  return {
    show: (data, atOnce) => {
      newest = { data };
      for (const part of parts) {
        if (!atOnce) {
          turns.ask(part);
          continue;
        }
        turns.cancel(part);
        part.draw();
      }
    },
    end: () => parts.forEach(turns.cancel),
  };
}
