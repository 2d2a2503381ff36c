import { EditorView } from '@codemirror/view';

/** The page's own language; custom properties reach into the shadow root, classes do not. */
export const editorLook = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)', fontSize: 'var(--t-mono)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { padding: '4px 0 24px', caretColor: 'var(--now)' },
  '.cm-cursor': { borderLeftColor: 'var(--now)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--now) 22%, transparent)',
  },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-now': { backgroundColor: 'var(--now-bg)', boxShadow: 'inset 2px 0 var(--now)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-2)', border: 'none' },
  '.cm-gutter': { fontSize: 'var(--t-label)' },
  // As the mistakes name them.
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.6ch', padding: '0 2px 0 6px' },
  // Steps are counted otherwise: theirs are the numbers in boxes.
  '.cm-steps .cm-gutterElement': { minWidth: '3.6ch', padding: '0 6px 0 3px', textAlign: 'right', cursor: 'pointer' },
  '.cm-steps span': {
    border: '1px solid var(--line-2)',
    borderRadius: 'var(--r1)',
    padding: '0 3px',
    color: 'var(--ink)',
  },
  '.cm-steps .cm-gutterElement:hover span': { color: 'var(--now)', borderColor: 'var(--now)' },
  '.word-keyword, .word-predicate': { color: 'var(--secure)' },
  '.word-cpu': { fontWeight: '600' },
  '.word-function, .word-verb': { color: 'var(--ink)' },
  '.word-page': { color: 'var(--live)' },
  '.word-place, .word-type': { color: 'var(--tlb)' },
  '.word-string, .word-comment, .word-key, .word-punctuation': { color: 'var(--ink-2)' },
  '.word-string': { fontFamily: 'var(--serif)', fontSize: '1.15em' },
  '.word-unknown': { textDecoration: 'underline wavy var(--exposed)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--exposed)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    background: 'var(--card)',
    color: 'var(--ink)',
    border: '1px solid var(--line-2)',
    borderRadius: '6px',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--now-bg)', color: 'var(--ink)' },
  '.cm-completionInfo': { fontFamily: 'var(--sans)', padding: '6px 10px', maxWidth: '260px' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '6px 10px', border: 'none' },
});
