import { expect, test } from 'vitest';
import { untriedAt } from './explore-untried.ts';
import { makeRig, type Rig } from './testing/rig.ts';

async function opened(at: number): Promise<Rig> {
  const rig = makeRig();
  const text = `kmapscope 1
machine kernel=rfc-v2 cpus=2 pages=2
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
`;
  await rig.commands.open({ text, at });
  return rig;
}
const untried = (rig: Rig): readonly string[] =>
  untriedAt(rig.state()).untried.map(({ cpu, operation }) => `${operation} ${String(cpu)}`);

test('what the run does next has been tried, everything else has not', async () => {
  const rig = await opened(0);
  expect(untried(rig)).not.toContain('kmap_atomic 1');
  expect(untried(rig)).toEqual(expect.arrayContaining(['kmap_atomic 0', 'kmap_atomic_flush_unused 1', 'cpu_down 1']));
  expect(untriedAt(rig.state()).tried).toBe(1);
});

test('what another branch does at this place has been tried too', async () => {
  const rig = await opened(1);
  await rig.commands.append('cpu0: secure_protect(page1)');
  await rig.commands.seek(1);
  expect(untried(rig)).not.toContain('kunmap_atomic 1');
  expect(untried(rig)).not.toContain('secure_protect 0');
  expect(untriedAt(rig.state()).tried).toBe(2);
});

test('a CPU is taken down by another one: tried is what is done to it', async () => {
  const rig = await opened(2);
  expect(untried(rig)).not.toContain('cpu_down 1');
});

test('each can be done: its line is one that the scenario takes', async () => {
  const rig = await opened(1);
  for (const { line } of untriedAt(rig.state()).untried) {
    await rig.commands.seek(1);
    expect(await rig.commands.append(line), line).toBe(true);
  }
});

test('between two lines of a call nobody chooses', async () => {
  const rig = await opened(0);
  await rig.commands.seek(0, 1);
  expect(untriedAt(rig.state())).toEqual({ untried: [], tried: 0 });
});
