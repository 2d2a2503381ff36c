import { useEffect, useRef, type RefObject } from 'react';

/**
 * Brings an element into view when it becomes the chosen one by a key. Where somebody has put a finger it is in view already and stays where
 * it is: call `touched` before. As the page opens nothing moves either.
 *
 * @returns what to give the element, and `touched`
 */
export function useInView(chosen: boolean): readonly [RefObject<HTMLElement | null>, touched: () => void] {
  const element = useRef<HTMLElement>(null);
  const before = useRef(chosen);
  const byHand = useRef(false);
  useEffect(() => {
    if (chosen && !before.current && !byHand.current)
      element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    before.current = chosen;
    byHand.current = false;
  }, [chosen]);
  const touched = (): void => {
    byHand.current = true;
  };
  return [element, touched];
}
