import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { encode } from 'uqr';

/** A link as a square to point a phone at; as large as the window when the last row is to read it. */
export function QrCode({ text }: { readonly text: string }): ReactNode {
  const [large, setLarge] = useState(false);
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !large) return;
    // The dialog stays: Escape takes back what came last.
    event.preventDefault();
    event.stopPropagation();
    setLarge(false);
  };
  return (
    <div className={large ? 'qr-room large' : 'qr-room'}>
      <Squares text={text} />
      <button
        type="button"
        className="box"
        aria-pressed={large}
        onClick={() => setLarge(!large)}
        onKeyDown={keyDown}
        // Below the large one is the rest of the dialog, which cannot be seen.
        onBlur={() => setLarge(false)}
      >
        {large ? 'Make it small again' : 'Show it large'}
      </button>
    </div>
  );
}

/** One path, dark on light in every theme, because readers expect it so. */
function Squares({ text }: { readonly text: string }): ReactNode {
  const { path, size } = useMemo(() => {
    const code = encode(text, { border: 2 });
    const runs = code.data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${String(x)},${String(y)}h1v1h-1z`] : [])),
    );
    return { path: runs.join(''), size: code.size };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      role="img"
      aria-label="QR code of the link"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
