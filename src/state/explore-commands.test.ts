import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { offMap } from './explore-place.ts';
import { makeExploreRig, type ExploreRig } from './testing/explore-rig.ts';

const RUN =
  'kmapscope 1\ntitle "My run"\nmachine kernel=v3.9 cpus=2\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n';

/** One CPU that only maps, unmaps and hands over: a question of a moment. */
async function small(): Promise<ExploreRig> {
  const rig = await makeExploreRig(RUN);
  rig.commands.choose({ cpus: 1, pages: 1, irq: false, hotplug: false });
  return rig;
}

const verdicts = (rig: ExploreRig): readonly string[] =>
  (rig.state().answered?.answer.properties ?? []).map(({ name, verdict }) => `${name}: ${verdict}`);
const example = (rig: ExploreRig, name: string): string =>
  present(rig.state().answered?.answer.properties.find((one) => one.name === name)?.example, `an example of ${name}`)
    .text;

async function answered(): Promise<ExploreRig> {
  const rig = await small();
  rig.commands.start();
  rig.settle();
  return rig;
}

test('the question is about the kernel on the stage, and how big it will be is said before it is asked', async () => {
  const rig = await small();
  expect(rig.state().chosen.kernel).toBe('v3.9');
  expect(rig.state().estimate).toBeNull();
  rig.settle();
  expect(rig.state().estimate).toMatchObject({ known: 'counted' });
  expect(rig.state().estimate?.states).toBeGreaterThan(10);
});

test('a predicate of the person’s own is counted with', async () => {
  const rig = await small();
  rig.settle();
  const before = present(rig.state().estimate, 'an estimate').states;
  rig.commands.choose({ own: 'online(cpu0)' });
  expect(rig.state().estimate).toBeNull();
  rig.settle();
  const { states } = present(rig.state().estimate, 'an estimate');
  expect(states).toBeGreaterThan(before);
  rig.commands.start();
  rig.settle();
  expect(rig.state().answered?.answer.states).toBe(states);
});

test('a count that something else has ended is made again when that is over', async () => {
  const rig = await small();
  expect(rig.state().estimate, 'still under way').toBeNull();
  rig.commands.askEveryKernel();
  rig.commands.stop();
  rig.settle();
  expect(rig.state().going).toBeNull();
  expect(rig.state().estimate).toMatchObject({ known: 'counted' });
});

test('what is counted of a run that has been changed meanwhile says nothing of the run as it is', async () => {
  const rig = await makeExploreRig(RUN);
  rig.commands.choose({ scope: 'run' });
  rig.settle();
  const before = present(rig.state().estimate, 'an estimate').states;
  rig.commands.start();
  await rig.stage.commands.append('cpu0: kmap_atomic(page1)');
  rig.commands.countStates();
  rig.settle();
  expect(rig.state().estimate?.states).toBeGreaterThan(before);
});

test('where switches of the kernel on the stage are set by hand the question is about the preset; the run keeps them', async () => {
  const rig = await makeExploreRig(RUN.replace('v3.9', 'rfc-dead-hook index_owner=task'));
  expect(rig.stage.state().session?.lanes[0]?.kernel).toBe('rfc-dead-hook index_owner=task');
  expect(rig.state().chosen.kernel).toBe('rfc-dead-hook');
  rig.commands.choose({ scope: 'run' });
  rig.commands.start();
  rig.settle();
  expect(example(rig, 'stray_exists')).toContain('index_owner=task');
  expect(rig.state().answered?.answer.bounds).toMatch(/^index_owner=task, 2 CPUs, /);
});

test('a question is asked, answered with its exact bounds, and only the start and the end are said aloud', async () => {
  const rig = await small();
  const said = new Set<string>();
  rig.store.subscribe((state) => said.add(state.said));
  rig.commands.start();
  expect(rig.state().going?.what).toBe('question');
  rig.settle();
  expect(rig.state().going).toBeNull();
  expect(verdicts(rig)).toEqual([
    'no_pte_maps_secure: violated',
    'no_tlb_maps_secure: violated',
    'no_fault: violated',
    'no_live_clobbered: holds',
    'depth_in_bounds: holds',
    'no_bug: holds',
    'stray_exists: found',
    'flush_finds_nothing: not found',
    'hook_matters: not found',
  ]);
  const { states } = present(rig.state().answered, 'an answer').answer;
  expect([...said].filter((text) => text !== '')).toEqual([
    'Exploring: visiting every state.',
    `Explored v3.9: 3 properties are violated in all ${String(states)} states.`,
  ]);
  expect(rig.state().answered?.answer.map?.regions.reduce((sum, region) => sum + region.states, 0)).toBe(states);
});

test('whoever has closed the explorer is told of the end on the page', async () => {
  const rig = await small();
  rig.commands.start();
  rig.settle();
  expect(rig.stage.state().toast?.text).toMatch(/^Explored v3\.9/);
});

test('a counterexample of the kernel on the stage is a branch of the run there, named by what it shows', async () => {
  const rig = await answered();
  const text = example(rig, 'no_pte_maps_secure');
  await rig.commands.open(text);
  const session = () => present(rig.stage.state().session, 'a session');
  const branches = () => session().branches.map(({ name, parent }) => `${name} of ${String(parent)}`);
  expect(branches()).toEqual(['main of null', 'a valid PTE maps a secure page of 0']);
  expect(session()).toMatchObject({ title: 'My run', at: session().length, diagnostics: [] });
  expect(session().text).toContain('machine kernel=v3.9 cpus=2\n');
  expect(session().lanes[0]?.frame.fault).not.toBeNull();
  expect(rig.state()).toMatchObject({ opened: text, put: session().text });

  await rig.commands.open(example(rig, 'no_fault'));
  expect(branches(), 'another one is a branch of the same run').toEqual([
    'main of null',
    'a valid PTE maps a secure page of 0',
    'the firewall refuses an access of 0',
  ]);
  await rig.commands.open(text);
  expect(branches(), 'it is there already').toHaveLength(3);
  await rig.stage.commands.deleteBranch(session().branches[1]?.id ?? -1);
  await rig.stage.commands.undoDelete();
  expect(branches()).toHaveLength(3);
  await rig.commands.comeBack();
  expect(session(), 'where it was left').toMatchObject({ text: RUN, branch: 0, at: 1 });
  expect(rig.state().before).toBeNull();
});

/** The same, while a run of another kernel is on the stage. */
async function answeredOfAnother(): Promise<ExploreRig> {
  const rig = await makeExploreRig(RUN.replace('v3.9', 'rfc-v2'));
  rig.commands.choose({ kernel: 'v3.9', cpus: 1, pages: 1, irq: false, hotplug: false });
  rig.commands.start();
  rig.settle();
  return rig;
}

test('one of another kernel is a run of its own; the run that was there is kept, and comes back as it was', async () => {
  const rig = await answeredOfAnother();
  const text = example(rig, 'no_pte_maps_secure');
  await rig.commands.open(text);
  expect(rig.stage.state().session?.text).toBe(text);
  expect(rig.stage.state().session?.lanes[0]?.frame.fault).not.toBeNull();
  expect(rig.state()).toMatchObject({ opened: text, before: { title: 'My run' } });
  const why = 'What is shown is of v3.9, not of rfc-v2, so it is no branch of it.';
  expect(rig.state().before?.way).toMatchObject({ type: 'open', why });

  await rig.commands.open(example(rig, 'no_fault'));
  expect(rig.stage.state().session?.branches, 'nobody has added to it').toHaveLength(1);
  expect(rig.state().before?.title, 'another counterexample is not the reader’s run').toBe('My run');

  await rig.commands.comeBack();
  expect(rig.stage.state().session).toMatchObject({ text: RUN.replace('v3.9', 'rfc-v2'), at: 1 });
  expect(rig.state()).toMatchObject({ opened: null, before: null });
});

test('what the reader makes of a counterexample is the reader’s own: another one is a branch of it', async () => {
  const rig = await answeredOfAnother();
  await rig.commands.open(example(rig, 'no_pte_maps_secure'));
  await rig.stage.commands.first();
  await rig.stage.commands.append('cpu0: irq');
  await rig.commands.open(example(rig, 'no_fault'));
  expect(rig.stage.state().session?.branches.map(({ name }) => name)).toHaveLength(3);
  expect(rig.state().before).toMatchObject({ title: 'My run' });
});

test('the link to a counterexample leads to its end, without it being on the stage', async () => {
  const rig = await answered();
  expect(await rig.commands.copyLink(example(rig, 'no_pte_maps_secure'))).toBe(true);
  expect(rig.stage.state().session?.text).toBe(RUN);
  const link = present(rig.stage.copied[0], 'a link');
  await rig.stage.commands.openLink(link);
  expect(rig.stage.state().banner).toBeNull();
  expect(rig.stage.state().session?.text).toBe(example(rig, 'no_pte_maps_secure'));
  expect(rig.stage.state().session?.at).toBe(rig.stage.state().session?.length);
});

test('every single change is tried; one that prevents it shows the same run with no fault in it', async () => {
  const rig = await answered();
  rig.commands.prevent('no_fault');
  rig.settle();
  const prevented = present(rig.state().prevented, 'an answer');
  const helps = prevented.tried.filter(({ verdict }) => verdict === 'holds').map(({ change }) => change);
  expect(helps).toContainEqual({ key: 'kunmap_clears', value: 'always' });
  await rig.commands.openUnder(prevented.example, { key: 'kunmap_clears', value: 'always' });
  const { title, lanes } = present(rig.stage.state().session, 'a session');
  expect(title).toBe('v3.9 with kunmap_clears=always');
  expect(lanes[0]?.config.switches.kunmap_clears).toBe('always');
  expect(lanes[0]?.frame.fault).toBeNull();
});

test('stopped, or ended at once, nobody says that no change prevents it', async () => {
  const rig = await answered();
  rig.commands.prevent('no_fault');
  rig.settle(1);
  rig.commands.stop();
  rig.settle();
  expect(rig.state().prevented?.tried.some(({ verdict }) => verdict === 'unknown')).toBe(true);
  expect(rig.state().said).toMatch(/^Not finished: \d+ of \d+ single changes prevent it so far, \d+ are not known\.$/);

  rig.commands.prevent('no_fault');
  rig.commands.stop();
  rig.wait();
  expect(rig.state().going).toBeNull();
  expect(new Set(rig.state().prevented?.tried.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  expect(rig.state().said).toMatch(/^Not finished: 0 of (\d+) single changes prevent it so far, \1 are not known\.$/);
});

test('a second cause is looked for, and that there is none is said with what was searched', async () => {
  const rig = await answered();
  rig.commands.findAnother('no_pte_maps_secure');
  rig.settle();
  expect(rig.state().others.map(({ verdict }) => verdict)).toEqual(['none']);
  expect(rig.state().said).toMatch(/^no other cause with 1 CPU, 1 page, 2 slots: all \d+ states/);
});

test('stopped, it answers with what it has found so far', async () => {
  const rig = await makeExploreRig(RUN);
  rig.commands.choose({ properties: ['no_bug'] });
  rig.commands.start();
  rig.settle(3);
  rig.commands.stop();
  expect(rig.state().going?.stopping).toBe(true);
  rig.settle();
  expect(rig.state().going).toBeNull();
  expect(rig.state().answered?.answer).toMatchObject({ status: 'stopped', map: null });
  expect(rig.state().said).toMatch(/^Not finished: v3\.9/);
});

test('an explorer that does not hear is ended, and the next question goes to another', async () => {
  const rig = await small();
  rig.commands.start();
  rig.commands.stop();
  rig.wait();
  expect(rig.state()).toMatchObject({ going: null, answered: null });
  expect(rig.state().refusal).toMatch(/nothing is left/);
  rig.commands.start();
  rig.settle();
  expect(rig.state().answered?.answer.status).toBe('complete');
});

test('all kernels are asked, by as many explorers as there are', async () => {
  const rig = await makeExploreRig(RUN, 2);
  rig.commands.choose({ cpus: 1, pages: 1, irq: false, hotplug: false });
  rig.commands.askEveryKernel();
  expect(rig.state().table.filter(({ state }) => state === 'asking')).toHaveLength(2);
  rig.settle();
  const { table } = rig.state();
  expect(table.every(({ state, answer }) => state === 'answered' && answer?.status === 'complete')).toBe(true);
  const violated = table
    .filter(({ answer }) => answer?.properties[0]?.verdict === 'violated')
    .map(({ kernel }) => kernel);
  expect(violated).toEqual(['v2.6.32', 'v3.9', 'v3.14', 'vendor-3.18']);
  expect(rig.state().said).toMatch(/^18 of 18 kernels have been asked/);
});

test('the operations of the run on the stage are a question too', async () => {
  const rig = await makeExploreRig(RUN);
  rig.commands.choose({ scope: 'run' });
  rig.settle();
  expect(rig.state().estimate?.states).toBeGreaterThan(2);
  rig.commands.start();
  rig.settle();
  expect(verdicts(rig)).toContain('stray_exists: found');
  expect(rig.state().answered?.answer.bounds).toContain('each CPU does what the scenario has it do');
});

test('what they lead to is a branch of that run, to be left and deleted like any other', async () => {
  const text = `${RUN}cpu0: secure_protect(page3)\n`;
  const rig = await makeExploreRig(text);
  rig.commands.choose({ scope: 'run' });
  rig.commands.start();
  rig.settle();
  const found = example(rig, 'stray_exists');
  await rig.commands.open(found);
  const branches = () => rig.stage.state().session?.branches.map(({ name }) => name);
  expect(branches()).toEqual(['main', 'a stray mapping']);
  expect(rig.stage.state().session).toMatchObject({ branch: 1, title: 'My run' });
  expect(rig.stage.state().session?.text).toContain('machine kernel=v3.9 cpus=2\n');
  expect(rig.stage.state().session?.diagnostics).toEqual([]);
  expect(rig.state()).toMatchObject({ opened: found, put: rig.stage.state().session?.text });

  await rig.stage.commands.switchBranch(0);
  expect(rig.stage.state().session?.text).toBe(text);
  await rig.commands.open(found);
  expect(branches(), 'it is there already').toHaveLength(2);
  expect(rig.stage.state().session).toMatchObject({ branch: 1, at: rig.stage.state().session?.length });
  await rig.stage.commands.deleteBranch(1);
  expect(rig.stage.state().session).toMatchObject({ branch: 0, text });
});

/** A fault for two causes, as CPU 1 goes down before the page is handed over or after: the operations of this run in any order. */
const TWO_CAUSES = `kmapscope 1
title "My run"
machine kernel=v3.9 cpus=3 debug=off
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: cpu_down(cpu1)
cpu2: secure_protect(page3)
`;

test('what prevents it in the operations of a run is asked of its kernel, by several as by one', async () => {
  const asked = async (explorers: number): Promise<ExploreRig> => {
    const rig = await makeExploreRig(TWO_CAUSES, explorers);
    rig.commands.choose({ scope: 'run' });
    rig.commands.start();
    rig.settle();
    await rig.stage.commands.edit(RUN);
    rig.commands.choose({ scope: 'free', kernel: 'rfc-v2' });
    rig.commands.prevent('no_fault');
    rig.settle();
    return rig;
  };
  const [one, three] = [await asked(1), await asked(3)];
  const prevented = present(one.state().prevented, 'an answer');
  expect(three.state().prevented).toEqual(prevented);
  expect(prevented.kernel, 'not what the form says by now').toBe('v3.9');
  const helps = prevented.tried.filter(({ verdict }) => verdict === 'holds').map(({ change }) => change);
  expect(helps).toEqual([
    { key: 'debug', value: 'on' },
    { key: 'kunmap_clears', value: 'always' },
  ]);
  await one.commands.openUnder(prevented.example, { key: 'kunmap_clears', value: 'always' });
  expect(one.stage.state().session?.title).toBe('v3.9 with kunmap_clears=always');
  expect(one.stage.state().session?.lanes[0]?.frame.fault).toBeNull();
});

test('another cause in the operations of a run is a branch of it too, and on the map of its answer', async () => {
  const rig = await makeExploreRig(TWO_CAUSES);
  rig.commands.choose({ scope: 'run' });
  rig.commands.start();
  rig.settle();
  rig.commands.findAnother('no_fault');
  rig.settle();
  const [other] = rig.state().others;
  expect(other).toMatchObject({ verdict: 'found', example: { causes: ['a stray slot of a CPU that is offline'] } });
  const text = present(other?.example, 'an example').text;
  await rig.commands.open(text);
  const { branches, text: shown } = present(rig.stage.state().session, 'a session');
  expect(branches.map(({ name }) => name)).toEqual(['main', 'the firewall refuses an access']);
  const answered = present(rig.state().answered, 'an answer');
  expect(offMap({ ...rig.state(), answered }, shown)).toBeNull();

  rig.commands.findAnother('no_fault');
  rig.settle();
  expect(rig.state().others.map(({ verdict }) => verdict)).toEqual(['found', 'none']);
});

test('when the run that was asked about is not on the stage any more, they are runs of their own', async () => {
  const rig = await makeExploreRig(RUN);
  rig.commands.choose({ scope: 'run' });
  rig.commands.start();
  rig.settle();
  await rig.stage.commands.edit(RUN.replace('page3', 'page2'));
  await rig.commands.open(example(rig, 'stray_exists'));
  expect(rig.stage.state().session?.text).toBe(example(rig, 'stray_exists'));
  expect(rig.state().before?.title).toBe('My run');
});

test('a question that cannot be asked is not asked', async () => {
  const rig = await small();
  rig.commands.choose({ own: 'stray(cpu7.slot0)' });
  rig.commands.start();
  expect(rig.state().going).toBeNull();
  rig.commands.choose({ own: 'not stray(cpu0.slot0)', properties: [] });
  rig.commands.start();
  rig.settle();
  expect(verdicts(rig)).toEqual(['not stray(cpu0.slot0): violated']);
});
