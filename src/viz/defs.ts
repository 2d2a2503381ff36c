import type { Selection } from 'd3-selection';

/**
 * Hatchings, as SVG patterns coloured by classes of stage.css. Each SVG has its own, named by a prefix, so that a picture that is saved
 * alone is complete.
 */
export type Hatch = 'stray' | 'exposed' | 'offline';

const HATCHES: readonly { readonly name: Hatch; readonly step: number }[] = [
  { name: 'stray', step: 6 },
  { name: 'exposed', step: 4 },
  { name: 'offline', step: 7 },
];

let made = 0;

/** Puts the hatchings into the group and returns how to refer to them: `fill` of a shape. */
export function addHatches(root: Selection<SVGGElement, unknown, null, undefined>): (hatch: Hatch) => string {
  const prefix = `h${String(made++)}`;
  const patterns = root
    .append('defs')
    .selectAll('pattern')
    .data(HATCHES)
    .join('pattern')
    .attr('id', ({ name }) => `${prefix}-${name}`)
    .attr('width', ({ step }) => step)
    .attr('height', ({ step }) => step)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('patternTransform', 'rotate(45)');
  patterns
    .append('line')
    .attr('class', ({ name }) => `hatch-${name}`)
    .attr('y2', ({ step }) => step);
  return (hatch) => `url(#${prefix}-${hatch})`;
}
