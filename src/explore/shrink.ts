import type { Path } from './path.ts';

/**
 * Makes a failing sequence smaller while it still fails: delta debugging (Zeller, Hildebrandt, Simplifying and Isolating Failure-Inducing
 * Input, IEEE TSE 28(2), 2002, ddmin), by leaving out ever smaller pieces, and then any two elements, for a call and what undoes it go
 * together or not at all. The answer fails, and leaving out one or two more elements of it does not. `fails` is asked O(n²) times each
 * time something could be left out; a path that cannot be run does not fail.
 */
export function shrink(path: Path, fails: (path: Path) => boolean): Path {
  let rest = path;
  let piece = Math.ceil(rest.length / 2);
  while (piece >= 1) {
    const smaller = withoutOnePiece(rest, piece, fails) ?? (piece === 1 ? withoutTwo(rest, fails) : null);
    if (smaller !== null) rest = smaller;
    else if (piece === 1) break;
    else piece = Math.ceil(piece / 2);
  }
  return rest;
}

/** The first of `path`'s shortenings by `piece` neighbours that fails; later pieces first, for a path ends where it fails. */
function withoutOnePiece(path: Path, piece: number, fails: (path: Path) => boolean): Path | null {
  for (let end = path.length; end > 0; end -= piece) {
    const smaller = path.toSpliced(Math.max(0, end - piece), Math.min(piece, end));
    if (fails(smaller)) return smaller;
  }
  return null;
}

/** The first of `path`'s shortenings by two elements, wherever they stand, that fails. */
function withoutTwo(path: Path, fails: (path: Path) => boolean): Path | null {
  for (let second = path.length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--) {
      const smaller = path.filter((_, index) => index !== first && index !== second);
      if (fails(smaller)) return smaller;
    }
  }
  return null;
}
