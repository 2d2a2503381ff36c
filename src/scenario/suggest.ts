/** Words longer than this are quoted shortened and never compared: nobody mistypes forty letters, and the time stays linear. */
const LONGEST_WORD = 40;

/** The candidate that was most likely meant, or null when none is near: the same but for case, or at most a third of the letters off. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > LONGEST_WORD) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `: did you mean kmap_atomic?`, or nothing when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === null ? '' : `: did you mean ${meant}?`;
}

/** What the author wrote, in quotes, cut when it is long. */
export function quoted(text: string): string {
  return text.length <= LONGEST_WORD ? `'${text}'` : `'${text.slice(0, LONGEST_WORD - 1)}…'`;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other (optimal string alignment: a swap is
 * one slip of the fingers, not two).
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
