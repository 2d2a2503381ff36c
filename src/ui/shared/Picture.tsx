import type { ReactNode, SVGProps } from 'react';
import type { Size } from '../../viz/mark.ts';

/** A drawing in its own pixels, shown as much larger as text is. */
export function Picture({
  size,
  scale,
  children,
  ...rest
}: { readonly size: Size; readonly scale: number; readonly children: ReactNode } & SVGProps<SVGSVGElement>): ReactNode {
  const { width, height } = size;
  return (
    <svg
      {...rest}
      className="picture"
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${String(width)} ${String(height)}`}
    >
      {children}
    </svg>
  );
}
