import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { Config } from '../../model/config.ts';
import { format } from '../../scenario/format.ts';
import { load } from '../../scenario/lint.ts';
import type { Diagnostic } from '../../scenario/syntax.ts';
import type { StepOutline } from '../../timeline/frame.ts';
import { makeEditor, type Editor } from './make-editor.ts';
import { Mistakes } from './Mistakes.tsx';
import { ownEdits, type OwnEdits } from './own-edits.ts';

export type TextPanelProps = {
  readonly text: string;
  readonly outline: readonly StepOutline[];
  readonly at: number;
  readonly config: Config;
  /** Mistakes that only running it shows: expectations that failed, steps that were refused. */
  readonly diagnostics: readonly Diagnostic[];
  readonly onEdit: (text: string) => void;
  readonly onSeek: (step: number) => void;
};

/** How long the text must rest before it is run. */
const REST_MS = 400;

/** The text that is on its way to be run. */
type Typed = { readonly text: string; readonly timer: ReturnType<typeof setTimeout> };

/** The scenario as text, beside the stage: what is typed is run as soon as it can be; mistakes stand where they are. */
export function TextPanel(props: TextPanelProps): ReactNode {
  const { text, outline, at, diagnostics } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [mistakes, setMistakes] = useState<readonly Diagnostic[]>([]);
  const config = useEffectEvent(() => props.config);
  const seek = useEffectEvent((step: number) => props.onSeek(step));
  const typed = useRef<Typed | null>(null);
  const [own] = useState<OwnEdits>(ownEdits);
  const forget = (): void => {
    clearTimeout(typed.current?.timer);
    typed.current = null;
  };
  const run = useEffectEvent((written: string) => {
    forget();
    const loaded = load(written);
    setMistakes(loaded.ok ? [] : loaded.diagnostics);
    if (!loaded.ok || written === text) return;
    own.sent(format(loaded.scenario));
    props.onEdit(written);
  });
  /** Who leaves the text waits for nothing; what is shown then is what was run, unless there is something to mend. */
  const settle = useEffectEvent(() => {
    if (typed.current !== null) run(typed.current.text);
    else if (mistakes.length === 0) editor.current?.replace(text);
  });
  const rest = useEffectEvent((written: string) => {
    forget();
    typed.current = { text: written, timer: setTimeout(() => run(written), REST_MS) };
  });
  /** The stage shows another text: one that was typed here, which is not touched while somebody types on, or one from elsewhere. */
  const follow = useEffectEvent(() => {
    const isOwn = own.isOwn(text);
    if (editor.current === null || (isOwn && editor.current.hasFocus())) return;
    if (!isOwn) forget();
    editor.current.replace(text);
  });
  const first = useEffectEvent(() => text);

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = makeEditor(host.current, first(), {
      config: () => config(),
      onSeek: (step) => seek(step),
      onBlur: () => settle(),
      onText: (written) => rest(written),
      onReplaced: () => setMistakes([]),
    });
    editor.current = made;
    return () => {
      clearTimeout(typed.current?.timer);
      made.destroy();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    follow();
  }, [text]);

  useEffect(() => {
    const stepOfLine = new Map(outline.map(({ line }, i) => [line, i + 1]));
    editor.current?.show({ line: outline[at - 1]?.line ?? null, stepOfLine });
  }, [outline, at, text]);

  const shown = mistakes.length > 0 ? mistakes : diagnostics;
  useEffect(() => {
    editor.current?.complain(shown);
  }, [shown, text]);

  return (
    <section className="text-panel" aria-label="Text">
      <div ref={host} className="editor-room" />
      <Mistakes found={shown} onPlace={(line, column) => editor.current?.goTo(line, column)} />
    </section>
  );
}
