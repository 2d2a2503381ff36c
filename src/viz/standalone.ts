/** What a computed style says of one element: `fill` → `rgb(15, 118, 110)`. Handed in, so that a test can say it without a browser. */
export type StyleOf = (element: Element) => (property: string) => string;

const computed: StyleOf = (element) => {
  const styles = getComputedStyle(element);
  return (property) => styles.getPropertyValue(property);
};

/** Properties of a drawing that children inherit, with what holds where nobody says anything. */
const INHERITED: Readonly<Record<string, string>> = {
  fill: 'rgb(0, 0, 0)',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  'font-family': '',
  'font-size': '16px',
  'font-weight': '400',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
};

/** What only the page needs: how it is styled, spoken, focused and found. */
const OF_THE_PAGE = /^(class|style|role|tabindex|aria-.*|data-.*)$/;
const NOTHING = /^(none|transparent|rgba\(0, 0, 0, 0\))$/;
const SHAPES = /^(rect|line|path|circle|ellipse|polygon|polyline)$/;

/**
 * A copy of a drawing that stands alone: what style sheets say is written into its attributes (an attribute needs no style, so no policy
 * of a page forbids it), what cannot be seen is left out. The drawing must be in the document, for only there has it styles.
 */
export function standalone(drawing: SVGSVGElement, styleOf: StyleOf = computed): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  dress(drawing, copy, () => '', styleOf);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return copy;
}

function dress(from: Element, to: Element, above: (property: string) => string, styleOf: StyleOf): void {
  const style = styleOf(from);
  for (const { name } of [...to.attributes]) if (OF_THE_PAGE.test(name)) to.removeAttribute(name);
  for (const [property, initial] of Object.entries(INHERITED)) {
    const value = style(property) || initial;
    if (value !== (above(property) || initial)) to.setAttribute(property, value);
    else to.removeAttribute(property);
  }
  for (const property of ['opacity', 'fill-opacity', 'stroke-opacity'])
    if (!['', '1'].includes(style(property))) to.setAttribute(property, style(property));
  const transform = style('transform');
  if (transform !== '' && transform !== 'none') to.setAttribute('transform', transform);
  if (style('text-transform') === 'uppercase') capitals(to);
  const children = [...to.children];
  [...from.children].forEach((child, i) => {
    const copied = children[i];
    if (copied === undefined) return;
    if (isSeen(child, styleOf(child))) dress(child, copied, style, styleOf);
    else copied.remove();
  });
}

/** Attributes have no capitals: the words themselves are written in them. */
function capitals(element: Element): void {
  for (const node of element.childNodes)
    if (node.nodeType === Node.TEXT_NODE) node.textContent = (node.textContent ?? '').toLocaleUpperCase('en');
}

/** Is there anything to see of it? What defines (a hatching) is kept although nobody sees it where it stands. */
function isSeen(element: Element, style: (property: string) => string): boolean {
  if (style('display') === 'none' || style('visibility') === 'hidden' || style('opacity') === '0') return false;
  if (!SHAPES.test(element.tagName)) return element.tagName !== 'text' || element.textContent !== '';
  const isFilled = !NOTHING.test(style('fill')) && style('fill-opacity') !== '0';
  return isFilled || !NOTHING.test(style('stroke'));
}

/** The fonts that the words of a standalone drawing are set in, as `family weight`: what must come along for it to look the same elsewhere. */
export function fontsOf(drawing: SVGSVGElement): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (element: Element, family: string, weight: string): void => {
    const ownFamily = element.getAttribute('font-family') ?? family;
    const ownWeight = element.getAttribute('font-weight') ?? weight;
    if (element.tagName === 'text') found.add(`${firstFamily(ownFamily)} ${ownWeight}`);
    for (const child of element.children) walk(child, ownFamily, ownWeight);
  };
  walk(drawing, '', '400');
  return found;
}

/** `"IBM Plex Mono", monospace` → `IBM Plex Mono` */
export function firstFamily(families: string): string {
  return (families.split(',')[0] ?? '').trim().replace(/^["']|["']$/g, '');
}

/** The drawing as a file: with the fonts it needs (a style sheet of `@font-face`s; empty: none) and what it is, for those who cannot see it. */
export function svgText(drawing: SVGSVGElement, fontFaces: string): string {
  const text = new XMLSerializer().serializeToString(drawing);
  const style = fontFaces === '' ? '' : `<style>${fontFaces}</style>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/^(<svg[^>]*>)/, (open) => open + style)}\n`;
}
