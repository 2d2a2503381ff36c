import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Frame } from '../../timeline/frame.ts';
import { thumbnail } from '../../viz/thumbnail.ts';
import { Mark } from '../shared/Mark.tsx';
import { keyFrame } from './key-frame.ts';

const SIZE = { width: 248, height: 132 };
const NOTHING_NEW: readonly never[] = [];
/** What was drawn once is not run again when the library is opened another time. */
const known = new Map<string, Frame | null>();

let turn: Promise<void> = Promise.resolve();

/** One picture after the other, with room between them for whatever the reader does. */
function inTurn(draw: () => void): void {
  turn = turn.then(() => new Promise((rested) => setTimeout(rested))).then(draw);
}

/** A scenario at its decisive moment, as small as a stamp. It is run when it comes into sight, by the same model as everything else. */
export function KeyPicture({ text }: { readonly text: string }): ReactNode {
  const ref = useRef<SVGSVGElement>(null);
  const [frame, setFrame] = useState(known.get(text) ?? null);
  useEffect(() => {
    const picture = ref.current;
    if (picture === null || frame !== null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      inTurn(() => {
        const found = keyFrame(text);
        known.set(text, found);
        setFrame(found);
      });
    });
    observer.observe(picture);
    return () => observer.disconnect();
  }, [text, frame]);
  return (
    <svg
      ref={ref}
      className="picture stamp-picture"
      viewBox={`0 0 ${String(SIZE.width)} ${String(SIZE.height)}`}
      aria-hidden="true"
    >
      {frame !== null && <Mark mark={thumbnail} size={SIZE} data={frame} since={NOTHING_NEW} />}
    </svg>
  );
}
