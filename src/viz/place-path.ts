import { hundredths } from './put.ts';

/**
 * The same path elsewhere and smaller: `d` around the origin, placed at a point. A transform would say the same, but makes the browser keep
 * every sign apart from every other; hundreds of signs can be one path like this.
 *
 * @param d a path of the commands M (absolute), l h v c a z (relative)
 */
export function placePath(d: string, x: number, y: number, scale = 1): string {
  return [...d.matchAll(/([Mlhvcaz])([^Mlhvcaz]*)/g)]
    .map(([, command = '', rest = '']) => {
      const numbers = [...rest.matchAll(/-?\d*\.?\d+/g)].map(([text]) => Number(text) * scale);
      if (command === 'M') return `M${hundredths((numbers[0] ?? 0) + x)},${hundredths((numbers[1] ?? 0) + y)}`;
      // Its rotation and flags are not lengths.
      if (command === 'a') return arcs(numbers, scale);
      return `${command}${numbers.map(hundredths).join(',')}`;
    })
    .join('');
}

function arcs(numbers: readonly number[], scale: number): string {
  return `a${numbers.map((n, i) => hundredths(i % 7 >= 2 && i % 7 <= 4 ? n / scale : n)).join(',')}`;
}
