import { expect, test } from 'vitest';
import { SWITCHES, type SwitchName } from './config.ts';
import { SWITCH_VALUES, type SwitchValue } from './switch-values.ts';

const ALL: readonly (readonly [name: string, cited: SwitchValue])[] = Object.entries(SWITCH_VALUES).flatMap(
  ([name, values]: readonly [string, Readonly<Record<string, SwitchValue>>]) =>
    Object.entries(values).map(([value, cited]) => [`${name}=${value}`, cited] as const),
);

test('every value of every switch is there, and no other', () => {
  const names = Object.entries(SWITCHES).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  expect(ALL.map(([name]) => name).toSorted()).toEqual(names.toSorted());
});

test('each says in a few words what it does, otherwise than its neighbours', () => {
  for (const [name, { says }] of ALL) expect(says, name).toMatch(/^.{10,90}$/);
  for (const name of Object.keys(SWITCHES) as SwitchName[]) {
    const said = Object.values<SwitchValue>(SWITCH_VALUES[name]).map(({ says }) => says);
    expect(new Set(said).size, name).toBe(said.length);
  }
});

test('each names a file with the version it was read in, a recording, or that it is a what-if', () => {
  const READ = /\.(c|h|patch)\b|Kconfig|the mail|TF-A|optee_os/;
  const VERSION = /\b[TV]?\d\.\d+|20273941f212|\bRT\b|the mail|TF-A|optee_os/;
  for (const [name, { cite }] of ALL) {
    if (!cite.includes('what if') && !cite.startsWith('recorded')) {
      expect(cite, name).toMatch(READ);
      expect(cite, name).toMatch(VERSION);
    }
  }
});
