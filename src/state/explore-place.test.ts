import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { offMap } from './explore-place.ts';
import { makeExploreRig, type ExploreRig } from './testing/explore-rig.ts';

const run = (machine: string): string => `kmapscope 1\nmachine ${machine}\ncpu0: kmap_atomic(page0)\n`;
const SMALL = 'cpus=1 slots=2 pages=1 pkmap=0 low=0';

async function asked(kernel: string, scope: 'free' | 'run' = 'free'): Promise<ExploreRig> {
  const rig = await makeExploreRig(run('kernel=rfc-no-hook cpus=2 slots=2 pages=2 pkmap=0 low=0'));
  rig.commands.choose({ scope, kernel, cpus: 1, pages: 1, irq: false, hotplug: false });
  rig.commands.start();
  rig.settle();
  return rig;
}

function said(rig: ExploreRig): string | null {
  const session = present(rig.stage.state().session, 'a session');
  const answered = present(rig.state().answered, 'an answer');
  return offMap({ ...rig.state(), answered }, session.text);
}

async function staged(rig: ExploreRig, machine: string): Promise<string | null> {
  await rig.stage.commands.open({ text: run(machine), at: -1 });
  return said(rig);
}

test('a run of another kernel, of other switches or of another size is not on the map, and it is said why', async () => {
  const rig = await asked('v3.9');
  expect(said(rig)).toBe(
    'The run on the stage is of another kernel (rfc-no-hook, not v3.9), so it is not on this map.',
  );
  expect(await staged(rig, `kernel=v3.9 debug=on ${SMALL}`)).toMatch(/another kernel \(v3\.9 debug=on, not v3\.9\)/);
  expect(await staged(rig, `kernel=v3.9 ${SMALL.replace('cpus=1', 'cpus=3').replace('pkmap=0', 'pkmap=1')}`)).toBe(
    'The run on the stage is of a machine of another size (3 CPUs, not 1; 1 pkmap entry, not 0), so it is not on this map.',
  );
  expect(await staged(rig, `kernel=v3.9 ${SMALL}`)).toBeNull();
});

test('a run that does what was left out of the question is not on the map, and it is said which line that is', async () => {
  const rig = await asked('v3.9');
  const machine = `kernel=v3.9 ${SMALL}`;
  await staged(rig, machine);
  await rig.stage.commands.append('cpu0: kunmap_atomic()');
  await rig.stage.commands.append('cpu0: secure_buffer_change_chunk(page0)');
  expect(said(rig)).toBeNull();
  await rig.stage.commands.append('cpu0: irq');
  expect(said(rig)).toBe(
    'The run on the stage does what was left out of the question (cpu0: irq), so it is not on this map.',
  );
  await staged(rig, machine);
  await rig.stage.commands.append('cpu0: secure_protect(page0)');
  expect(said(rig), 'with no flush, by nobody who is asked about').toContain('(cpu0: secure_protect(page0))');
});

test('a run that was found is on the map of its answer', async () => {
  const rig = await asked('v3.9');
  const examples = (rig.state().answered?.answer.properties ?? []).flatMap(({ example }) => example ?? []);
  expect(examples.length).toBeGreaterThan(2);
  for (const { text } of examples) {
    await rig.commands.open(text);
    expect(said(rig)).toBeNull();
  }
});

test('the question of a run is about that run', async () => {
  const rig = await asked('rfc-no-hook', 'run');
  expect(said(rig)).toBeNull();
  await rig.stage.commands.last();
  await rig.stage.commands.append('cpu1: irq');
  expect(said(rig)).toBe('The run on the stage is not the one that was asked about, so it is not on this map.');
});
