import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Diagnostic as LintDiagnostic } from '@codemirror/lint';
import { RangeSetBuilder, type Extension, type Text } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { Config } from '../../model/config.ts';
import { complete } from '../../scenario/complete.ts';
import { highlight } from '../../scenario/highlight.ts';
import type { Diagnostic } from '../../scenario/syntax.ts';

/** The scenario language for CodeMirror: what scenario/ knows about a line, in the editor's terms. */
export function scenarioLanguage(config: () => Config): Extension {
  return [highlighting, autocompletion({ override: [(context) => completions(context, config())], icons: false })];
}

/** The colours: only the lines that can be seen are read. */
const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = coloured(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function coloured({ state, visibleRanges }: EditorView): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  for (const range of visibleRanges) {
    for (let at = range.from; at <= range.to;) {
      const line = state.doc.lineAt(at);
      for (const { from, to, kind } of highlight(line.text))
        marks.add(line.from + from, line.from + to, Decoration.mark({ class: `word-${kind}` }));
      at = line.to + 1;
    }
  }
  return marks.finish();
}

function completions({ state, pos, explicit }: CompletionContext, config: Config): CompletionResult | null {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const found = complete(before, config);
  if (found === null || (!explicit && found.from === before.length && !/[(:=. ]$/.test(before))) return null;
  return {
    from: line.from + found.from,
    options: found.candidates.map(({ label, insert, help }) => ({ label, apply: insert, info: help })),
    validFor: /^[\w.]*$/,
  };
}

/** A mistake at its place in the text that is in the editor now, which may be shorter than the one it was found in. */
export function lintOf(doc: Text, { span, severity, message }: Diagnostic): LintDiagnostic {
  const line = doc.line(Math.max(1, Math.min(span.line, doc.lines)));
  const at = (column: number): number => Math.max(line.from, Math.min(line.from + column - 1, line.to));
  return { from: at(span.column), to: at(span.endColumn), severity, message };
}
