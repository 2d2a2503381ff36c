import { useMemo, type ReactNode } from 'react';
import { encode } from 'uqr';

/** A link as a square to point a phone at: one path, dark on light in every theme, because readers expect it so. */
export function QrCode({ text }: { readonly text: string }): ReactNode {
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
