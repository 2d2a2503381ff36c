import { expect, test } from 'vitest';
import { firstFamily, fontsOf, standalone, svgText, type StyleOf } from './standalone.ts';

/** Styles as a browser would compute them, for classes of this test: what is not said is inherited, or as it is at first. */
const STYLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  page: { fill: 'rgb(9, 9, 9)', 'font-family': '"IBM Plex Mono", monospace', 'font-size': '11px' },
  label: { 'font-weight': '600', 'text-transform': 'uppercase' },
  gone: { display: 'none' },
  faint: { opacity: '0.5' },
  clear: { opacity: '0' },
  hit: { fill: 'rgba(0, 0, 0, 0)', stroke: 'none' },
  moved: { transform: 'matrix(1, 0, 0, 1, 0, 22)' },
};
const INHERITS = /^(fill|stroke|font|letter|text-anchor|paint)/;

const styleOf: StyleOf = (element) => (property) => {
  for (let at: Element | null = element; at !== null; at = INHERITS.test(property) ? at.parentElement : null) {
    const said = STYLES[at.getAttribute('class') ?? '']?.[property];
    if (said !== undefined) return said;
  }
  return { fill: 'rgb(0, 0, 0)', stroke: 'none', opacity: '1', 'font-weight': '400' }[property] ?? '';
};

function alone(inner: string): string {
  const host = document.createElement('div');
  host.innerHTML = `<svg class="page" viewBox="0 0 9 9">${inner}</svg>`;
  return standalone(host.querySelector('svg') as unknown as SVGSVGElement, styleOf).innerHTML;
}

test('what style sheets say is written into attributes, once, where it begins', () => {
  const text = alone('<g><text class="label" x="1">words</text></g>');
  expect(text).toContain('font-weight="600"');
  expect(text).toContain('WORDS');
  expect(alone('<text class="label">a <tspan class="gone">b</tspan><tspan>c</tspan></text>')).toMatch(/>A <tspan>c</);
  expect(text).not.toMatch(/class=|font-family/);
});

test('what cannot be seen is left out, and what only the page needs', () => {
  const text = alone(
    '<rect class="hit" width="3"/><rect class="clear"/><g class="gone"><path d="M0,0"/></g><path class="faint" tabindex="0" aria-label="x" data-cpu="1" d="M1,1"/>',
  );
  expect(text).toBe('<path d="M1,1" opacity="0.5"></path>');
});

test('where a style sheet moves something, it stays moved; a hatching stays', () => {
  expect(alone('<path class="moved" d="M0,0"/>')).toContain('transform="matrix(1, 0, 0, 1, 0, 22)"');
  expect(alone('<defs><pattern id="h"><line y2="4"/></pattern></defs>')).toContain('<line y2="4">');
});

test('the fonts that words are set in come along', () => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.innerHTML =
    '<g font-family="Plex, serif"><text>a</text><text font-weight="600">b</text></g><rect font-family="None"/>';
  expect([...fontsOf(svg)]).toEqual(['Plex 400', 'Plex 600']);
  expect(svgText(svg, '@font-face{}')).toMatch(/^<\?xml[^>]*\?>\n<svg[^>]*><style>@font-face{}<\/style>/);
  expect(firstFamily('"IBM Plex Sans", system-ui')).toBe('IBM Plex Sans');
});
