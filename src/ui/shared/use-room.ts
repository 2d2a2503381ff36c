import { useCallback, useState } from 'react';
import type { Size } from '../../viz/mark.ts';

/**
 * The room an element has, for as long as it is mounted. `size` is in pixels of the drawing: where the reader (or the projector) has made
 * text larger, the drawing is larger by the same `scale`, and there is so much less room in it.
 */
export type Room = { readonly size: Size; readonly scale: number };

/** The size of the text that all geometry is made for. */
const TEXT_PX = 16;

/** A ref to measure an element with, and its content box; null before it has been measured. */
export function useRoom(): readonly [(element: Element | null) => (() => void) | undefined, Room | null] {
  const [room, setRoom] = useState<Room | null>(null);
  const ref = useCallback((element: Element | null) => {
    if (element === null) return undefined;
    const measure = (): void => {
      const scale = textScale();
      const style = getComputedStyle(element);
      const paddings = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
      const width = Math.floor((element.clientWidth - (paddings || 0)) / scale);
      const height = Math.floor(element.clientHeight / scale);
      setRoom((old) =>
        old?.size.width === width && old.size.height === height && old.scale === scale
          ? old
          : { size: { width, height }, scale },
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // The size of text changes with an attribute of the root (projector), without any box changing first.
    const root = new MutationObserver(measure);
    root.observe(document.documentElement, { attributes: true });
    return () => {
      observer.disconnect();
      root.disconnect();
    };
  }, []);
  return [ref, room];
}

function textScale(): number {
  return (parseFloat(getComputedStyle(document.documentElement).fontSize) || TEXT_PX) / TEXT_PX;
}
