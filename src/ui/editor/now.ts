import { RangeSet, RangeSetBuilder, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutter, type DecorationSet } from '@codemirror/view';

/** Where the run stands in its text: the line of the step at the cursor, and the number of each step. */
export type Whereabouts = { readonly line: number | null; readonly stepOfLine: ReadonlyMap<number, number> };

const setWhereabouts = StateEffect.define<Whereabouts>();
const NOWHERE: Whereabouts = { line: null, stepOfLine: new Map() };

const whereabouts = StateField.define<Whereabouts>({
  create: () => NOWHERE,
  update: (value, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setWhereabouts) ? effect.value : last), value),
  provide: (field) =>
    EditorView.decorations.compute([field, 'doc'], (state): DecorationSet => {
      const { doc } = state;
      const { line } = state.field(field);
      if (line === null || line > doc.lines) return RangeSet.empty;
      return RangeSet.of(Decoration.line({ class: 'cm-now' }).range(doc.line(line).from));
    }),
});

class StepNumber extends GutterMarker {
  readonly step: number;
  constructor(step: number) {
    super();
    this.step = step;
  }
  override eq(other: StepNumber): boolean {
    return other.step === this.step;
  }
  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.textContent = String(this.step);
    mark.title = `Step ${String(this.step)}`;
    return mark;
  }
}

/** Marks the current line, numbers the steps in the margin, and leads to a step when its number is clicked. */
export function stepGutter(onSeek: (step: number) => void): Extension {
  return [
    whereabouts,
    gutter({
      class: 'cm-steps',
      markers: ({ state }) => {
        const builder = new RangeSetBuilder<GutterMarker>();
        const { stepOfLine } = state.field(whereabouts);
        for (let n = 1; n <= state.doc.lines; n++) {
          const step = stepOfLine.get(n);
          const { from } = state.doc.line(n);
          if (step !== undefined) builder.add(from, from, new StepNumber(step));
        }
        return builder.finish();
      },
      lineMarkerChange: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(setWhereabouts))),
      domEventHandlers: {
        mousedown: ({ state }, { from }) => {
          const step = state.field(whereabouts).stepOfLine.get(state.doc.lineAt(from).number);
          if (step !== undefined) onSeek(step);
          return step !== undefined;
        },
      },
    }),
  ];
}

/** Tells the editor where the run stands, and brings that line into view. */
export function showWhereabouts(view: EditorView, where: Whereabouts, follow: boolean): void {
  const effects: StateEffect<unknown>[] = [setWhereabouts.of(where)];
  if (follow && where.line !== null && where.line <= view.state.doc.lines)
    effects.push(EditorView.scrollIntoView(view.state.doc.line(where.line).from, { y: 'nearest', yMargin: 40 }));
  view.dispatch({ effects });
}
