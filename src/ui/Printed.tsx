import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

type Paper = ComponentType<{ readonly link: () => string }>;

/** The page has better things to fetch first; but whoever prints with keys presses another one before. */
const SOON_MS = 4000;

/**
 * What goes on paper, fetched when the page has long been there, or with the first key: to print is not announced in time to fetch anything.
 * Until it is there, or where it cannot be fetched, print.css makes a sheet of what is on the screen.
 */
export function Printed({ link }: { readonly link: () => string }): ReactNode {
  const [Loaded, setLoaded] = useState<Paper | null>(null);
  useEffect(() => {
    let here = true;
    const fetchIt = async (): Promise<void> => {
      // Awaited and not chained: what Vite makes of a chain does not catch a style sheet that cannot be had.
      const part = await import('./paper/Paper.tsx');
      if (here) setLoaded(() => part.Paper);
    };
    const keepThePage = (): void => setLoaded(null);
    const stopWaiting = (): void => {
      clearTimeout(timer);
      removeEventListener('keydown', begin);
    };
    const begin = (): void => {
      stopWaiting();
      void fetchIt().catch(keepThePage);
    };
    const timer = setTimeout(begin, SOON_MS);
    addEventListener('keydown', begin);
    return () => {
      here = false;
      stopWaiting();
    };
  }, []);
  return Loaded === null ? null : <Loaded link={link} />;
}
