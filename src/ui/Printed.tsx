import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

type Paper = ComponentType<{ readonly link: () => string }>;

/** Nobody prints so soon: the page has better things to fetch first. */
const SOON_MS = 4000;

/**
 * What goes on paper, fetched when the page has long been there: to print is not announced in time to fetch anything. Until it is there, or
 * where it cannot be fetched, paper gets the page as it stands (print.css).
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
    const timer = setTimeout(() => void fetchIt().catch(keepThePage), SOON_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, []);
  return Loaded === null ? null : <Loaded link={link} />;
}
