import { useSelect } from './app.ts';
import { useMedia } from './use-media.ts';

/** There is no room for the explorer and the stage side by side: the one that is open has it all. */
export function useAlone(): boolean {
  const projector = useSelect((state) => state.projector);
  return useMedia('(max-width: 1080px)') || projector;
}
