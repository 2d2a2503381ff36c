import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { SIZES, SWITCHES, type SizeName, type SwitchName } from './config.ts';
import { preset, PRESETS } from './eras.ts';
import { text } from './testing/rig.ts';

const V3_9 = present(preset('v3.9'), 'v3.9');

/** What a preset says otherwise than v3.9, mainline at the time of the mail. */
function differences(name: string): string {
  const { switches, sizes } = present(preset(name), name);
  const switched = Object.entries(switches).filter(([key, value]) => V3_9.switches[key as SwitchName] !== value);
  const sized = Object.entries(sizes).filter(([key, value]) => V3_9.sizes[key as SizeName] !== value);
  return [name, ...[...switched, ...sized].map(([key, value]) => `${key}=${value}`)].join(' ');
}

test('v3.9: what the tree of the mail does, switch by switch', () => {
  expect(V3_9.switches).toEqual({
    layout: 'up_fff00000',
    fix_kmap_begin: '0',
    index_owner: 'cpu',
    debug: 'off',
    kunmap_clears: 'debug',
    pop: 'after_clear',
    page_tlbi: 'broadcast',
    nesting_check: 'gt',
    none_check: 'debug',
    km_incr: '1',
    flush: 'none',
    flush_start: 'depth',
    hotplug_hook: 'none',
    late_callback: 'none',
    kmap_high_get: 'unless_debug',
    pfn_lowmem: 'slot',
    driver_flushes: 'none',
    firewall: 'async_abort',
    cpu0_offline: 'refused',
    preempt_count: 'on',
    pte_format: 'short_3_10',
  });
  expect(V3_9.sizes).toEqual({
    cpus: 4,
    pages: 8,
    low: 2,
    slots: 16,
    pkmap: 512,
    tlb_entries: 0,
    pfn_base: 0x60120,
    tasks: 0,
  });
});

test('every other kernel, oldest first, by what it does otherwise', () => {
  const DOWN = 'layout=down_ffeff000';
  const LOCAL = 'page_tlbi=local nesting_check=ge';
  const PATCH = 'hotplug_hook=dying pfn_lowmem=linear driver_flushes=both';
  expect(PRESETS.map(({ name }) => differences(name)).join('\n')).toBe(text`
    v2.6.32 index_owner=type nesting_check=none kmap_high_get=on pte_format=short_2_6_32 slots=14
    v2.6.37-rc debug=on pop=before_clear pte_format=short_2_6_32
    v3.9
    v3.9-debug debug=on
    rfc-v1 flush=unconditional hotplug_hook=dying driver_flushes=both
    rfc-v2 flush=checked hotplug_hook=dying driver_flushes=both
    rfc-no-hook flush=checked driver_flushes=both
    rfc-dead-hook flush=checked hotplug_hook=dead driver_flushes=both
    v3.14 page_tlbi=local pte_format=short_6_1
    v3.14-rt kunmap_clears=always page_tlbi=local pte_format=short_6_1
    vendor-3.18 ${DOWN} fix_kmap_begin=2 ${LOCAL} flush=checked flush_start=doubled_begin ${PATCH} cpu0_offline=allowed pte_format=short_6_1
    vendor-3.18.20 ${DOWN} fix_kmap_begin=2 kunmap_clears=always ${LOCAL} flush=checked flush_start=doubled_begin ${PATCH} cpu0_offline=allowed pte_format=short_6_1
    vendor-3.18-corrected ${DOWN} fix_kmap_begin=2 ${LOCAL} flush=checked ${PATCH} cpu0_offline=allowed pte_format=short_6_1
    vendor-4.4 ${DOWN} fix_kmap_begin=1 ${LOCAL} flush=checked ${PATCH} pte_format=short_6_1
    vendor-4.9 ${DOWN} fix_kmap_begin=1 kunmap_clears=always ${LOCAL} flush=checked ${PATCH.replace('dying', 'cpuhp')} pte_format=short_6_1
    v6.1 ${DOWN}_6_1 fix_kmap_begin=1 index_owner=task kunmap_clears=always page_tlbi=local nesting_check=always none_check=always preempt_count=off pte_format=short_6_1 tasks=4
    v6.1-debug ${DOWN}_6_1 fix_kmap_begin=1 index_owner=task debug=on kunmap_clears=always page_tlbi=local nesting_check=always none_check=always km_incr=2 preempt_count=off pte_format=short_6_1 slots=33 tasks=4
    fixed ${DOWN} fix_kmap_begin=1 ${LOCAL} flush=checked_range ${PATCH} pte_format=short_6_1
  `);
});

test('every value of every preset is one that its switch may take, every size within its bounds', () => {
  for (const { name, switches, sizes } of PRESETS) {
    expect(Object.keys(switches).sort(), name).toEqual(Object.keys(SWITCHES).sort());
    for (const [key, values] of Object.entries(SWITCHES)) expect(values, name).toContain(switches[key as SwitchName]);
    expect(Object.keys(sizes).sort(), name).toEqual(Object.keys(SIZES).sort());
    for (const [key, { min, max }] of Object.entries(SIZES)) {
      expect(sizes[key as SizeName], `${name} ${key}`).toBeGreaterThanOrEqual(min);
      expect(sizes[key as SizeName], `${name} ${key}`).toBeLessThanOrEqual(max);
    }
  }
});

test('every kernel says where it was read or recorded, and has a title of its own', () => {
  for (const { name, cite } of PRESETS) expect(cite, name).toMatch(/\.(c|h|md|patch)|recorded|machine\.md/);
  expect(new Set(PRESETS.map(({ title }) => title)).size).toBe(PRESETS.length);
  expect(PRESETS.filter(({ title }) => title.trim() === '').map(({ name }) => name)).toEqual([]);
});

test('a name is a preset or nothing', () => {
  expect(PRESETS.map(({ name }) => preset(name))).toEqual(PRESETS);
  expect(preset('v9.9')).toBeUndefined();
});
