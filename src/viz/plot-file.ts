import type { Size } from './mark.ts';
import { printed, wrapped } from './printed.ts';
import { standalone, svgText, type StyleOf } from './standalone.ts';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 24;
const HEAD = 34;
const FOOT = 17;
/** A line of the small print, and what a letter of it takes on average in the widest of the fonts it may be set in elsewhere. */
const SMALL = { size: 10, line: 13, letter: 6.6 };

/**
 * Drawings of the page as one file that stands alone: a title above, the drawings one below the other, and below them what has to be known
 * of them and the link that leads to what they show, where there is one. The drawings must be in the document.
 *
 * @param colours of the page: what it is printed on, and the ink of its words
 */
export function plotFile(
  drawings: readonly SVGSVGElement[],
  words: { readonly title: string; readonly note: string; readonly link: string },
  colours: { readonly paper: string; readonly ink: string },
  styleOf?: StyleOf,
): string {
  const sizes = drawings.map(sizeOf);
  const width = Math.max(320, ...sizes.map((size) => size.width)) + 2 * MARGIN;
  const letters = Math.floor((width - 2 * MARGIN) / SMALL.letter);
  const below = [...wrapped(words.note, letters), ...printed(words.link, letters)].filter((line) => line !== '');
  const height = sizes.reduce((sum, size) => sum + size.height + MARGIN, HEAD + FOOT + below.length * SMALL.line);
  const file = document.createElementNS(SVG, 'svg');
  file.setAttribute('xmlns', SVG);
  file.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
  file.setAttribute('width', String(width));
  file.setAttribute('height', String(height));
  if (words.link !== '') add(file, 'desc', {}).textContent = words.link;
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
  for (const line of below) {
    say(file, line, { x: MARGIN, y, 'font-size': SMALL.size, fill: colours.ink });
    y += SMALL.line;
  }
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
