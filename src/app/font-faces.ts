import { firstFamily } from '../viz/standalone.ts';

/**
 * The page's own fonts as a style sheet that carries them, for a picture that has to look the same where they are not installed. A font
 * that cannot be had is left out: its fallback is named in the picture.
 *
 * @param wanted `family weight`, as fontsOf says them
 */
export async function fontFaces(wanted: ReadonlySet<string>): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => (rule instanceof CSSFontFaceRule ? [{ rule, base: sheet.href }] : [])),
  );
  const faces = await Promise.all(
    rules.map(async ({ rule, base }) => {
      const family = firstFamily(rule.style.getPropertyValue('font-family'));
      const weight = rule.style.getPropertyValue('font-weight');
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (source === undefined || !wanted.has(`${family} ${weight}`)) return '';
      const data = await dataUrl(new URL(source, base ?? document.baseURI)).catch(() => null);
      if (data === null) return '';
      return `@font-face{font-family:"${family}";font-weight:${weight};src:url("${data}")}`;
    }),
  );
  return faces.join('');
}

async function dataUrl(address: URL): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${String(response.status)} for a font`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `data:font/woff2;base64,${btoa(binary)}`;
}
