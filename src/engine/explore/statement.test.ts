import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import { load } from '../../scenario/lint.ts';
import { formatStatement } from '../../scenario/format.ts';
import { stepOf } from './statement.ts';

const ROUND_TRIP = {
  'kernel=rfc-v2 low=1': [
    'cpu1: kmap_atomic(page3)',
    'cpu1: kmap_atomic(low0)',
    'cpu1: enter kmap_atomic(page3)',
    'cpu1: kunmap_atomic()',
    'cpu1: kunmap_atomic(cpu1.slot0)',
    'cpu0: copy_highpage(page4, page2)',
    'cpu0: dma_clean(page0..page3)',
    'cpu0: kmap(page3)',
    'cpu0: read(pkmap1)',
    'cpu0: cpu_down(cpu1)',
    'cpu0: secure_buffer_change_chunk(page3)',
    'cpu0: kmap_atomic_flush_unused()',
    'cpu2: speculate(cpu1.slot0)',
    'cpu2: evict(cpu1.slot0)',
    'cpu0: tick',
    'cpu0: finish',
    'cpu0: irq',
    'cpu0: irq_return',
    'cpu0: handle_IPI',
    'cpu0: take_abort',
  ],
  'kernel=v2.6.32': ['cpu1: kmap_atomic(page3, KM_USER1)', 'cpu1: kmap_atomic(page3, KM_BOUNCE_READ)'],
  'kernel=v6.1': ['cpu1: schedule(task4)', 'cpu1: kmap_local_page(page2)', 'cpu1: kunmap_local()'],
};

test.each(Object.entries(ROUND_TRIP))('on %s a line is what its command is written as', (machine, lines) => {
  for (const line of lines) {
    const loaded = load(`kmapscope 1\nmachine ${machine}\n${line}\n`);
    if (!loaded.ok) throw new Error(`${line}: ${loaded.diagnostics[0]?.message ?? ''}`);
    const statement = present(loaded.scenario.lines[1]?.statement, 'a statement');
    if (statement.type === 'title' || statement.type === 'note') throw new Error('not a step');
    if (statement.type === 'machine' || statement.type === 'expect') throw new Error('not a step');
    const command = elaborateStep(loaded.config, statement);
    if (!command.ok) throw new Error(`${line}: ${command.error}`);
    expect(formatStatement(stepOf(loaded.config, command.value))).toBe(line);
  }
});
