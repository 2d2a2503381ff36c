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
