import { present } from '../base/assert.ts';
import { digest } from '../model/digest.ts';
import type { Lane } from '../timeline/frame.ts';
import { frameAt } from '../timeline/step-view.ts';
import type { SessionView } from './protocol.ts';
import type { Opened } from './opened.ts';

/** The whole picture at the cursor. `before` is what the last picture was made of: what it has in common is not sent again. */
export function viewOf(session: Opened, before: Opened | null): SessionView {
  const { shown, tree, timeline, at, micro, opening } = session;
  const leading = present(shown.lanes[0], 'a lane').run;
  const pictures = shown.lanes.map(({ run }) => frameAt(run, at, micro, leading));
  const lanes = shown.lanes.map(({ name, config }, i): Lane => ({
    kernel: name,
    config,
    frame: present(pictures[i], 'a picture per lane').frame,
  }));
  const known = before?.opening === opening ? before : null;
  return {
    text: shown.text,
    title: shown.title,
    note: shown.notes[at] ?? null,
    at,
    micro,
    length: shown.outline.length,
    branches: tree.views,
    branch: timeline.shown,
    saved: known?.tree === tree ? null : tree.saved,
    outline: { id: opening, ...outlineSince(session, known) },
    lanes,
    digest: digest(present(pictures[0], 'a lane').machine),
    divergences: shown.divergences,
    diagnostics: shown.diagnostics,
    canUndo: timeline.deleted.length > 0,
  };
}

function outlineSince({ shown }: Opened, known: Opened | null): Pick<SessionView['outline'], 'from' | 'items'> {
  const before = known?.shown.outline ?? [];
  const { outline } = shown;
  const changed = outline.findIndex((entry, i) => entry !== before[i]);
  const from = changed < 0 ? outline.length : changed;
  return { from, items: outline.slice(from) };
}
