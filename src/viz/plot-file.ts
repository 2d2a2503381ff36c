import type { Size } from './mark.ts';
import { standalone, svgText, type StyleOf } from './standalone.ts';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 24;
const HEAD = 34;
const FOOT = 30;

/**
 * Drawings of the page as one file that stands alone: a title above, the drawings one below the other, and below them the link that leads
 * to what they show. The drawings must be in the document.
 *
 * @param colours of the page: what it is printed on, and the ink of its words
 */
export function plotFile(
  drawings: readonly SVGSVGElement[],
  words: { readonly title: string; readonly link: string },
  colours: { readonly paper: string; readonly ink: string },
  styleOf?: StyleOf,
): string {
  const sizes = drawings.map(sizeOf);
  const width = Math.max(320, ...sizes.map((size) => size.width)) + 2 * MARGIN;
  const height = sizes.reduce((sum, size) => sum + size.height + MARGIN, HEAD + FOOT);
  const file = document.createElementNS(SVG, 'svg');
  file.setAttribute('xmlns', SVG);
  file.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
  file.setAttribute('width', String(width));
  file.setAttribute('height', String(height));
  add(file, 'rect', { width, height, fill: colours.paper });
  say(file, words.title, { x: MARGIN, y: 26, 'font-size': 15, 'font-weight': 600, fill: colours.ink });
  let y = HEAD;
  drawings.forEach((drawing, i) => {
    const copy = standalone(drawing, styleOf);
    copy.setAttribute('x', String(MARGIN));
    copy.setAttribute('y', String(y));
    const { width: own, height: high } = sizes[i] ?? { width: 0, height: 0 };
    copy.setAttribute('width', String(own));
    copy.setAttribute('height', String(high));
    file.append(copy);
    y += high + MARGIN;
  });
  say(file, words.link, { x: MARGIN, y: height - 14, 'font-size': 10, fill: colours.ink });
  return svgText(file, '');
}

/** In pixels of the drawing, whatever size it is shown at. */
function sizeOf(drawing: SVGSVGElement): Size {
  const [, , width = 0, height = 0] = (drawing.getAttribute('viewBox') ?? '').split(' ').map(Number);
  return { width, height };
}

type Attributes = Readonly<Record<string, string | number>>;

function add(parent: Element, name: string, attributes: Attributes): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  parent.append(element);
  return element;
}

function say(parent: Element, text: string, attributes: Attributes): void {
  add(parent, 'text', { 'font-family': 'IBM Plex Sans, sans-serif', ...attributes }).textContent = text;
}
