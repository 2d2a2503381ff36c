import { useEffect, useState, type ReactNode } from 'react';
import { useSelect } from './app.ts';
import { part } from './Part.tsx';
import { SPEAKS, TIP_EVENTS } from './tip-events.ts';

const TipLayer = part(
  'The part of the page that explains words',
  async () => (await import('./TipLayer.tsx')).TipLayer,
);

/** The tips of the page. They are fetched with the first that is asked for, which is then shown as if they had been there. */
export function Tips(): ReactNode {
  const word = useSelect((state) => state.word);
  const [first, setFirst] = useState<globalThis.Event | null>(null);
  const [lostAt, setLostAt] = useState(0);
  const isWanted = first !== null || word !== lostAt;
  useEffect(() => {
    if (isWanted) return undefined;
    const heard = (event: globalThis.Event): void => {
      if (event.target instanceof Element && event.target.closest(SPEAKS) !== null) setFirst(event);
    };
    TIP_EVENTS.forEach((kind) => document.addEventListener(kind, heard));
    return () => TIP_EVENTS.forEach((kind) => document.removeEventListener(kind, heard));
  }, [isWanted]);
  const lost = (): void => {
    setFirst(null);
    setLostAt(word);
  };
  return isWanted && <TipLayer word={word} first={first} onLost={lost} />;
}
