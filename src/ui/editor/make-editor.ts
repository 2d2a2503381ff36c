import { closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { Config } from '../../model/config.ts';
import type { Diagnostic } from '../../scenario/syntax.ts';
import { editorLook } from './editor-look.ts';
import { lintOf, scenarioLanguage } from './language.ts';
import { showWhereabouts, stepGutter, type Whereabouts } from './now.ts';

export type EditorHandlers = {
  readonly config: () => Config;
  /** The text as it is typed, change by change. */
  readonly onText: (text: string) => void;
  /** Another text has been put in place of what was typed. */
  readonly onReplaced: () => void;
  readonly onSeek: (step: number) => void;
  readonly onBlur: () => void;
};

export type Editor = {
  readonly text: () => string;
  readonly hasFocus: () => boolean;
  readonly replace: (text: string) => void;
  readonly show: (where: Whereabouts) => void;
  /** Puts the caret at a place, both from 1, and the focus into the text. */
  readonly goTo: (line: number, column: number) => void;
  readonly complain: (diagnostics: readonly Diagnostic[]) => void;
  readonly destroy: () => void;
};

/** On a change that nobody typed. */
const FROM_OUTSIDE = Annotation.define<boolean>();

/**
 * A CodeMirror in a shadow root: there it keeps its styles in adopted style sheets, which the page's content security policy allows, and
 * not in style elements, which it does not.
 */
export function makeEditor(host: HTMLElement, text: string, handlers: EditorHandlers): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // Seen from the document, a key typed in here comes from a plain element: nobody outside could know that it is text.
  root.addEventListener('keydown', (event) => event.stopPropagation());
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        drawSelection(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Scenario text' }),
        scenarioLanguage(handlers.config),
        lineNumbers(),
        stepGutter(handlers.onSeek),
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        editorLook,
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          if (!docChanged) return;
          const typed = transactions.some((transaction) => transaction.annotation(FROM_OUTSIDE) !== true);
          if (typed) handlers.onText(state.doc.toString());
          else handlers.onReplaced();
        }),
        EditorView.domEventHandlers({ blur: () => handlers.onBlur() }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    hasFocus: () => view.hasFocus,
    replace: (next) => {
      if (next === view.state.doc.toString()) return;
      const anchor = Math.min(view.state.selection.main.anchor, next.length);
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        selection: { anchor },
        annotations: FROM_OUTSIDE.of(true),
      });
    },
    show: (where) => showWhereabouts(view, where, !view.hasFocus),
    goTo: (line, column) => {
      const { from, to } = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      const anchor = Math.min(from + column - 1, to);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    complain: (diagnostics) => {
      view.dispatch(
        setDiagnostics(
          view.state,
          diagnostics.map((one) => lintOf(view.state.doc, one)),
        ),
      );
      // The sentences below take room from the text: what is being typed stays in sight.
      if (view.hasFocus) view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) });
    },
    destroy: () => view.destroy(),
  };
}
