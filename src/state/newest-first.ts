/**
 * Carries out what is asked for one after the other, and of what was asked for meanwhile only the newest: where a hand asks more often than
 * pictures can be drawn, what nobody would see is not asked for.
 *
 * @param carryOut returns when it is done
 */
export function newestFirst<T>(carryOut: (what: T) => Promise<unknown>): (what: T) => void {
  let newest: { readonly what: T } | null = null;
  let under = false;
  const go = async (): Promise<void> => {
    under = true;
    try {
      while (newest !== null) {
        const { what } = newest;
        newest = null;
        await carryOut(what);
      }
    } finally {
      under = false;
    }
  };
  return (what) => {
    newest = { what };
    if (!under) void go();
  };
}
