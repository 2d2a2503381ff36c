import { useEffect, useEffectEvent, useState, type ComponentType, type ReactNode } from 'react';
import { fetchPart } from '../../state/fetch-part.ts';
import { useCommands } from './app.ts';

type Lost = {
  /** Called when it cannot be fetched, after the reader has been told: whatever asked for it is closed again. */
  readonly onLost: () => void;
};

/**
 * A panel that is fetched when it is first shown, for it is not needed for the first picture. Where that fails the reader is told in a
 * sentence and the rest of the page goes on; asked for again, it is fetched again.
 *
 * @param what it is, as the beginning of that sentence: `The editor`
 * @param waiting what stands there meanwhile
 */
export function part<Props extends object>(
  what: string,
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): (props: Props & Lost) => ReactNode {
  let known: ComponentType<Props> | null = null;
  return function Part({ onLost, ...props }) {
    const commands = useCommands();
    const [Loaded, setLoaded] = useState(() => known);
    const lost = useEffectEvent(onLost);
    useEffect(() => {
      if (Loaded !== null) return undefined;
      let shown = true;
      const fetched = async (): Promise<void> => {
        const found = await commands.during(() => fetchPart(commands, what, load));
        known = found ?? known;
        if (!shown) return;
        if (found === null) lost();
        else setLoaded(() => found);
      };
      void fetched();
      return () => {
        shown = false;
      };
    }, [Loaded, commands]);
    return Loaded === null ? waiting : <Loaded {...(props as unknown as Props)} />;
  };
}
