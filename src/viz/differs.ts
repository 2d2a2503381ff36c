import { select, type BaseType } from 'd3-selection';

/** The most a sign measures from its middle, in pixels. */
const RADIUS = 5.5;

/**
 * The sign that an object is not the same in every lane: an unequal sign on a disc of ink, on whatever the object is made of. It says so
 * without colour; what it is in the other lanes stands in the object's name.
 *
 * @param at where its middle stands; null: there is no sign
 * @param room the height there is for it
 */
export function signDiffers(
  element: BaseType,
  at: { readonly x: number; readonly y: number } | null,
  room: number,
): void {
  if (at === null && select(element).select(':scope > g.differs-sign').empty()) return;
  const radius = Math.max(3.5, Math.min(RADIUS, room / 2 - 0.5));
  const sign = select(element)
    .selectAll<SVGGElement, typeof at>(':scope > g.differs-sign')
    .data(at === null ? [] : [at])
    .join((enter) => {
      const made = enter.append('g').attr('class', 'differs-sign').attr('aria-hidden', 'true');
      made.append('circle');
      made.append('path').attr('d', 'M-3,-1.4h6M-3,1.4h6M1.7,-3.4l-3.4,6.8');
      return made;
    })
    .attr('transform', ({ x, y }) => `translate(${String(x)},${String(y)}) scale(${String(radius / RADIUS)})`);
  sign.select('circle').attr('r', RADIUS);
}

/** What is added to a name: `; in rfc-v2: none`. */
export const spokenDiffers = (words: string | undefined): string => (words === undefined ? '' : `; differs: ${words}`);
