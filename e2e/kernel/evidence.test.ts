import { expect, test } from 'vitest';
import { preset } from '../../src/model/eras.ts';
import { EVIDENCE } from '../../src/lessons/evidence.ts';
import { recorded } from './recorded.ts';

const FILES = ['k310-A', 'k310-B', 'k310-E', 'k310-F', 'k310-L', 'k318-A', 'k318-B', 'k318-D', 'k61-A', 'k61-B'];
const WITH_READS = ['k310-A', 'k318-D', 'k61-A'];

test('"Why believe this?" counts the traces and operations that were replayed, and names kernels that exist', () => {
  const counted = FILES.map((file) => {
    const traces = [...recorded(file), ...(WITH_READS.includes(file) ? recorded(`${file}-tlb`) : [])];
    return [traces.length, traces.reduce((total, trace) => total + trace.steps.length, 0)];
  });
  expect(EVIDENCE.map(({ traces, operations }) => [traces, operations])).toEqual(counted);
  expect(EVIDENCE.filter((row) => preset(row.preset) === undefined)).toEqual([]);
});
