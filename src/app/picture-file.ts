import { present } from '../base/assert.ts';
import type { PictureKind } from '../state/file-commands.ts';
import type { State } from '../state/state.ts';
import { pictureData } from '../ui/stage/picture-data.ts';
import '../viz/picture.css';
import { drawPicture } from '../viz/picture.ts';
import type { Size } from '../viz/mark.ts';
import { fontsOf, standalone, svgText } from '../viz/standalone.ts';
import { fontFaces } from './font-faces.ts';
import './fonts.css';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels of a PNG for one of the drawing: sharp on a slide. */
const DENSITY = 2;

/** What the store shows, drawn anew at a size that does not depend on the window, in the colours of the page. */
export async function pictureFile(state: State, kind: PictureKind, link: string): Promise<Blob> {
  const host = document.createElement('div');
  host.className = 'picture-host still';
  host.setAttribute('aria-hidden', 'true');
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'picture');
  host.append(svg);
  document.body.append(host);
  try {
    const size = drawPicture(svg, pictureData(state, link));
    const alone = standalone(svg);
    const text = svgText(alone, await fontFaces(fontsOf(alone)));
    const blob = new Blob([text], { type: 'image/svg+xml' });
    return kind === 'svg' ? blob : await painted(blob, size);
  } finally {
    host.remove();
  }
}

/** The same picture in pixels. */
async function painted(svg: Blob, { width, height }: Size): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * DENSITY;
    canvas.height = height * DENSITY;
    present(canvas.getContext('2d'), 'a canvas to paint on').drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return present(blob, 'a picture of the canvas');
  } finally {
    URL.revokeObjectURL(address);
  }
}
