import { present } from '../../base/assert.ts';
import { printedLink } from '../../state/printed-link.ts';
import { currentStep } from '../../state/selectors.ts';
import type { State } from '../../state/state.ts';
import type { PictureData } from '../../viz/picture.ts';
import { shapeOf } from '../../viz/stage-layout.ts';
import { stageDataOf } from './stage-data-of.ts';

/**
 * What a picture of this moment shows: every lane's stage, the run so far, and the sentence that tells of it. Below it a shorter address than
 * `link` is printed where there is one.
 */
export function pictureData(state: State, link: string): PictureData {
  const { outline, selection } = state;
  const session = present(state.session, 'a run to make a picture of');
  const step = currentStep(state);
  const where = `${session.title === '' ? 'Untitled run' : session.title}: step ${String(session.at)} of ${String(session.length)}`;
  return {
    title: where,
    sentence: step?.sentence ?? 'The machine has just booted.',
    link: printedLink(state, link),
    lanes: session.lanes.map(({ kernel, config, frame }) => ({
      caption: `kernel ${kernel}`,
      stage: stageDataOf({ frame, config, selection, shape: shapeOf(frame, config.sizes.slots) }),
    })),
    time: { outline, cpus: session.lanes[0]?.frame.cpus.length ?? 0, at: session.at, into: 0, forks: [], parted: [] },
  };
}
