import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { present } from '../../base/assert.ts';
import type { Event } from '../../model/event.ts';
import type { Mark as VizMark, Size } from '../../viz/mark.ts';

export type MarkProps<Data> = {
  readonly mark: VizMark<Data>;
  readonly size: Size;
  readonly data: Data;
  readonly since: readonly Event[];
};

/** The only place where React meets d3: one effect makes the mark for a size, one feeds it. */
export function Mark<Data>({ mark, size, data, since }: MarkProps<Data>): ReactNode {
  const root = useRef<SVGGElement>(null);
  const made = useRef<ReturnType<VizMark<Data>> | null>(null);
  const { width, height } = size;

  useLayoutEffect(() => {
    const living = mark(present(root.current, 'the group of a mark'), { width, height });
    made.current = living;
    return () => {
      living.destroy();
      made.current = null;
    };
  }, [mark, width, height]);

  useLayoutEffect(() => {
    made.current?.update(data, since);
  }, [mark, width, height, data, since]);

  return <g ref={root} />;
}
