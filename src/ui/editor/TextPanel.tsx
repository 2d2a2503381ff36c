import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { Config } from '../../model/config.ts';
import { lint } from '../../scenario/lint.ts';
import type { Diagnostic } from '../../scenario/syntax.ts';
import type { StepOutline } from '../../timeline/frame.ts';
import { makeEditor, type Editor } from './make-editor.ts';
import { Mistakes } from './Mistakes.tsx';

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

/** The scenario as text, beside the stage: what is typed is run as soon as it can be; mistakes stand where they are. */
export function TextPanel(props: TextPanelProps): ReactNode {
  const { text, outline, at, diagnostics } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [mistakes, setMistakes] = useState<readonly Diagnostic[]>([]);
  const config = useEffectEvent(() => props.config);
  const seek = useEffectEvent((step: number) => props.onSeek(step));
  const settle = useEffectEvent(() => {
    if (mistakes.length === 0) editor.current?.replace(text);
  });
  const run = useEffectEvent((typed: string) => {
    const found = lint(typed);
    setMistakes(found);
    if (found.length === 0 && typed !== text) props.onEdit(typed);
  });
  const first = useEffectEvent(() => text);

  useEffect(() => {
    if (host.current === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const made = makeEditor(host.current, first(), {
      config: () => config(),
      onSeek: (step) => seek(step),
      onBlur: () => settle(),
      onText: (typed) => {
        clearTimeout(timer);
        timer = setTimeout(() => run(typed), REST_MS);
      },
    });
    editor.current = made;
    return () => {
      clearTimeout(timer);
      made.destroy();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    if (editor.current !== null && !editor.current.hasFocus()) editor.current.replace(text);
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
