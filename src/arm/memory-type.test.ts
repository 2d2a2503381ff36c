import { expect, test } from 'vitest';
import type { MemoryType } from './memory-type.ts';
import { allowsDataSpeculation, memoryTypeText } from './memory-type.ts';

const of = (type: Partial<MemoryType>): MemoryType => ({
  kind: 'normal',
  inner: 'write-back',
  outer: 'write-back',
  shareability: 'inner shareable',
  ...type,
});

test('a memory type in words', () => {
  expect(memoryTypeText(of({}))).toBe('normal memory, write-back, inner shareable');
  expect(memoryTypeText(of({ outer: 'non-cacheable', shareability: 'non-shareable' }))).toBe(
    'normal memory, inner write-back, outer non-cacheable, non-shareable',
  );
  expect(memoryTypeText(of({ kind: 'device', inner: null, outer: null }))).toBe('device memory, inner shareable');
  expect(memoryTypeText(of({ kind: 'reserved', inner: null, outer: null }))).toBe('reserved memory type');
});

test('only normal memory may be read before an instruction asks for it', () => {
  expect(allowsDataSpeculation(of({}))).toBe(true);
  for (const kind of ['device', 'strongly-ordered', 'reserved'] as const)
    expect(allowsDataSpeculation(of({ kind }))).toBe(false);
});
