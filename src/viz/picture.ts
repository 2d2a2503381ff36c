import { select } from 'd3-selection';
import { cpuHeads, HEADS_HEIGHT } from './cpu-heads.ts';
import type { Mark, Size } from './mark.ts';
import { printed, wrapped } from './printed.ts';
import { stage } from './stage.ts';
import type { StageData } from './stage-data.ts';
import { stageColumns, stageLayout } from './stage-layout.ts';
import { timelineLayout } from './timeline-layout.ts';
import { timelineCursor } from './timeline-cursor.ts';
import { timelineRibbon, type TimelineData } from './timeline-ribbon.ts';

/** What a picture that stands alone shows: one moment of a run, in each of its lanes, and where it comes from. */
export type PictureData = {
  readonly title: string;
  readonly sentence: string;
  /** The whole address of this moment: it is printed below. */
  readonly link: string;
  readonly lanes: readonly { readonly caption: string; readonly stage: StageData }[];
  readonly time: TimelineData;
};

const WIDTH = 1200;
/** Around the stage; words begin where its own margin ends. */
const EDGE = 12;
const MARGIN = EDGE + 20;
const STAGE_ROOM = 560;
const TIME_ROOM = 190;
/** Pixels a letter takes on average, and the height of a line: of the story's serif, of the link's mono. */
const SENTENCE = { letter: 7.7, line: 23 };
const LINK = { letter: 6.7, line: 16 };

/** Draws the picture into an empty `svg.picture` that stands in the document, at a size of its own; returns that size. */
export function drawPicture(svg: SVGSVGElement, { title, sentence, link, lanes, time }: PictureData): Size {
  const cpus = Math.max(1, ...lanes.map(({ stage: { shape } }) => shape.cpus));
  const inner = Math.max(WIDTH, stageColumns(WIDTH, cpus).total);
  const width = inner + 2 * EDGE;
  const root = select(svg);
  const words = (name: string, x: number, y: number, text: string) =>
    root.append('text').attr('class', name).attr('x', x).attr('y', y).text(text);
  const draw = <Data>(mark: Mark<Data>, size: Size, x: number, y: number, data: Data): void => {
    const group = root
      .append('g')
      .attr('transform', `translate(${String(x)},${String(y)})`)
      .node();
    if (group !== null) mark(group, size).update(data, []);
  };
  root.append('title').text(title);
  root.append('desc').text(`${sentence} ${link}`);
  const paper = root.append('rect').attr('class', 'picture-paper').attr('width', width);

  let y = MARGIN + 24;
  words('picture-title', MARGIN, y, title);
  for (const line of wrapped(sentence, Math.floor((width - 2 * MARGIN) / SENTENCE.letter))) {
    y += SENTENCE.line;
    words('picture-sentence', MARGIN, y + 4, line);
  }
  y += MARGIN;
  for (const { caption, stage: data } of lanes) {
    y += 12;
    words('picture-caption', MARGIN, y, caption);
    y += 10;
    draw(cpuHeads, { width: inner, height: HEADS_HEIGHT }, EDGE, y, data.frame);
    y += HEADS_HEIGHT;
    const size = { width: inner, height: STAGE_ROOM };
    draw(stage, size, EDGE, y, data);
    y += stageLayout(size, data.shape).size.height + MARGIN;
  }
  const timeSize = { width: width - 2 * MARGIN, height: TIME_ROOM };
  draw(timelineRibbon, timeSize, MARGIN, y, time);
  draw(timelineCursor, timeSize, MARGIN, y, time);
  y += timelineLayout(timeSize, time.cpus, time.outline.length).height + 10;
  for (const line of printed(link, Math.floor((width - 2 * MARGIN) / LINK.letter))) {
    y += LINK.line;
    words('picture-link', MARGIN, y, line);
  }
  const height = Math.ceil(y + MARGIN);
  paper.attr('height', height);
  root
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', `0 0 ${String(width)} ${String(height)}`);
  return { width, height };
}
