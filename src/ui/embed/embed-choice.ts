/** How much of the page a frame shows. */
export const EMBED_UIS = ['full', 'player', 'min'] as const;

/**
 * What the page around a frame asked for in the frame's address (`?embed=1&ui=player&lock=1`).
 *
 * `full`: the run can be gone on with. `player`: it can be gone through, with its lanes of time. `min`: with a few buttons only. A locked
 * frame shows and does nothing of itself: the page around it leads it by messages.
 */
export type EmbedChoice = { readonly ui: (typeof EMBED_UIS)[number]; readonly isLocked: boolean };

/** Reads that off the query; null where the page is not in a frame. What is unknown there is as if it were not. */
export function embedChoice(query: URLSearchParams): EmbedChoice | null {
  if (query.get('embed') !== '1') return null;
  return { ui: EMBED_UIS.find((ui) => ui === query.get('ui')) ?? 'full', isLocked: query.get('lock') === '1' };
}
