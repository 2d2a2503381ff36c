import { useEffect } from 'react';
import { useSelect } from './app.ts';

/** The theme is an attribute of the document: style sheets do the rest. */
export function useTheme(): void {
  const theme = useSelect((state) => state.theme);
  const projector = useSelect((state) => state.projector);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'auto') delete dataset['theme'];
    else dataset['theme'] = theme;
    if (projector) dataset['room'] = 'projector';
    else delete dataset['room'];
  }, [theme, projector]);
}
