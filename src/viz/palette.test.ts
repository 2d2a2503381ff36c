import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { contrast, paletteOf, type Theme } from './palette.ts';

const css = readFileSync(join(import.meta.dirname, '../app/theme.css'), 'utf8');
const THEMES: readonly Theme[] = ['light', 'dark', 'contrast'];

/** What is written on what. 4.5 is AA for text of any size. */
const WORDS: readonly (readonly [ink: string, ground: string])[] = [
  ...['paper', 'card', 'sunken', 'now-bg'].flatMap((ground) => [['ink', ground] as const, ['ink-2', ground] as const]),
  ['live-ink', 'live'],
  ['live', 'card'],
  ['stray-ink', 'stray-bg'],
  ['stray-ink', 'card'],
  ['stray-ink', 'paper'],
  ['exposed-ink', 'exposed-bg'],
  ['exposed-ink', 'card'],
  ['exposed-ink', 'paper'],
  ['card', 'exposed'],
  ['secure', 'secure-bg'],
  ['secure', 'card'],
  ['secure', 'paper'],
  ['exposed-ink', 'secure-bg'],
  ['tlb', 'card'],
  ['tlb', 'paper'],
  ['now', 'paper'],
  ['now', 'card'],
  ['paper', 'ink'],
  ['paper', 'now'],
];

/** Lines, edges and signs that carry meaning. 3 is AA for graphics. */
const SIGNS: readonly (readonly [sign: string, ground: string])[] = [
  ...['live', 'stray', 'exposed', 'secure', 'tlb', 'now'].flatMap((sign) => [
    [sign, 'card'] as const,
    [sign, 'paper'] as const,
  ]),
  ['stray', 'stray-bg'],
  ['exposed', 'exposed-bg'],
];

const failures = (theme: Theme, pairs: readonly (readonly [string, string])[], least: number): readonly string[] => {
  const palette = paletteOf(css, theme);
  const colour = (name: string): string => present(palette.get(name), `--${name}`);
  return pairs
    .map(([over, under]) => ({ pair: `${over} on ${under}`, ratio: contrast(colour(over), colour(under)) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`);
};

test.each(THEMES)('in the %s theme every pair that carries words has AA contrast', (theme) => {
  expect(failures(theme, WORDS, 4.5)).toEqual([]);
});

test.each(THEMES)('in the %s theme every sign stands out from its ground', (theme) => {
  expect(failures(theme, SIGNS, 3)).toEqual([]);
});

test('high contrast is higher: words on paper reach AAA', () => {
  expect(failures('contrast', WORDS, 7)).toEqual([]);
});

test('contrast is that of WCAG: black on white is 21, a colour on itself 1', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#777777')).toBe(1);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('the light and dark palettes are those of visual.md', () => {
  const of = (theme: Theme) => Object.fromEntries(paletteOf(css, theme));
  expect(of('light')).toMatchObject({
    line: '#e3e0d9',
    live: '#0f766e',
    stray: '#b45309',
    'stray-bg': '#fdf0d5',
    exposed: '#be123c',
    'exposed-bg': '#ffe4e8',
    secure: '#5b3fa8',
    'secure-bg': '#efeafb',
    tlb: '#2563a8',
    paper: '#faf9f6',
    card: '#ffffff',
    ink: '#1c2024',
    'ink-2': '#5b6470',
    'ink-3': '#8d96a0',
    now: '#1d4ed8',
  });
  expect(of('dark')).toMatchObject({
    line: '#2b3138',
    live: '#2bb3a3',
    stray: '#f0b455',
    'stray-bg': '#3a2a10',
    exposed: '#ff6b85',
    'exposed-bg': '#45141f',
    secure: '#b39cf5',
    'secure-bg': '#2a2342',
    tlb: '#79b0ee',
    paper: '#14171a',
    card: '#1b1f24',
    ink: '#e8e6e1',
    'ink-2': '#a4adb8',
    'ink-3': '#717b86',
    now: '#7aa2ff',
  });
});
