/** The palette as a style sheet says it, and how well one colour stands on another. The sheet is the one place; this only reads it. */
export type Theme = 'light' | 'dark' | 'contrast';
export type Palette = ReadonlyMap<string, string>;

/** The colours of a theme by name (`--ink` is `ink`), as `#rrggbb`. What the contrast theme leaves out is as in light. */
export function paletteOf(css: string, theme: Theme): Palette {
  const root = declarations(block(css, ':root {'), theme);
  return theme === 'contrast'
    ? new Map([...root, ...declarations(block(css, ":root[data-theme='contrast']"), theme)])
    : root;
}

function block(css: string, selector: string): string {
  const start = css.indexOf(selector);
  return start < 0 ? '' : css.slice(start, css.indexOf('\n}', start));
}

function declarations(text: string, theme: Theme): Palette {
  const found = [...text.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)];
  return new Map(found.map(([, name = '', light = '', dark = '']) => [name, theme === 'dark' ? dark : light]));
}

/** WCAG 2.2, relative luminance of `#rrggbb`: 0 black, 1 white. */
export function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, contrast ratio of two colours: 1 (the same) to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
