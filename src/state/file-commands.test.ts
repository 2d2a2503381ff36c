import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import type { Outside } from './commands.ts';
import type { UserFile } from './file-commands.ts';
import { announcement, hasJustArrived, isBusy } from './selectors.ts';
import { makeRig, NO_FILES, type Rig } from './testing/rig.ts';

const RUN =
  'kmapscope 1\ntitle "Two: strays & more"\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n';

type Saved = { readonly name: string; readonly text: string };

function rigWith(files: Partial<Outside['files']> = {}): Rig & { readonly saved: Saved[] } {
  const saved: Saved[] = [];
  const save = (name: string, text: string): void => void saved.push({ name, text });
  return { ...makeRig({ files: { ...NO_FILES, save, ...files } }), saved };
}

const fileOf = (text: string, name = 'run.json'): UserFile => ({
  name,
  size: text.length,
  text: () => Promise.resolve(text),
});

test('a run that was saved opens elsewhere as it was: the step, the lens, the futures', async () => {
  const mine = rigWith();
  await mine.commands.open({ text: RUN });
  await mine.commands.seek(1);
  await mine.commands.append('cpu1: irq');
  mine.commands.setLens('beginner');
  expect(await mine.commands.saveFile()).toBe(true);
  const [file] = mine.saved;
  expect(file?.name).toBe('two-strays-more-step-2.kmapscope.json');
  expect(mine.state().toast?.text).toBe('Saved as two-strays-more-step-2.kmapscope.json.');

  const theirs = rigWith();
  expect(await theirs.commands.openFile(fileOf(present(file, 'the file').text))).toBe(true);
  expect(theirs.state().banner).toBeNull();
  expect(theirs.state().lens).toBe('beginner');
  expect(theirs.state().session).toMatchObject({ at: 2, digest: mine.state().session?.digest });
  expect(theirs.state().session?.branches).toHaveLength(2);
});

test('from the moment a file is let go until it is open, or cannot be read, the page is busy', async () => {
  const rig = rigWith();
  let read: (text: string) => void = () => undefined;
  const content = new Promise<string>((resolve) => (read = resolve));
  const opened = rig.commands.openFile({ name: 'run.kmap', size: RUN.length, text: () => content });
  expect(isBusy(rig.state())).toBe(true);
  read(RUN);
  expect(await opened).toBe(true);
  expect([isBusy(rig.state()), rig.state().session?.length]).toEqual([false, 2]);
  const lost = rig.commands.openFile({ name: 'run.kmap', size: 1, text: () => Promise.reject(new Error('gone')) });
  expect([isBusy(rig.state()), await lost, isBusy(rig.state())]).toEqual([true, false, false]);
});

test('a scenario text opens, and so does a file with a link in it', async () => {
  const rig = rigWith();
  expect(await rig.commands.openFile(fileOf(`\ufeff${RUN}`, 'run.kmap'))).toBe(true);
  expect(rig.state().session?.length).toBe(2);
  expect(await rig.commands.openFile(fileOf('see https://x.org/#/s/the-bite .', 'mail.txt'))).toBe(true);
  expect(rig.state().session?.title).toBe('The bite');
});

test('the reader is asked for a file, and may think better of it', async () => {
  const rig = rigWith({ pick: () => Promise.resolve(null) });
  expect(await rig.commands.pickFile()).toBe(false);
  const other = rigWith({ pick: () => Promise.resolve(fileOf(RUN)) });
  expect(await other.commands.pickFile()).toBe(true);
});

test('recordings of a kernel are held against the model, and the run that is open stays', async () => {
  const rig = rigWith({ verify: () => Promise.resolve('All agree.') });
  await rig.commands.open({ text: RUN });
  expect(await rig.commands.openFile(fileOf('{"format":"hmtruth-1","name":"x"}\n{"format":"hmtruth-1"}\n'))).toBe(true);
  expect(rig.state().banner).toMatchObject({ kind: 'offer', text: 'All agree.' });
  expect(rig.state().session?.length).toBe(2);
});

test('what a kernel wrote is opened as the run that it was made into, at its end', async () => {
  const rig = rigWith({ readKernelText: () => Promise.resolve(ok(RUN)) });
  expect(await rig.commands.openFile(fileOf('---[ Fixmap Area ]---\n', 'ptdump.txt'))).toBe(true);
  expect(rig.state().session).toMatchObject({ at: 2, length: 2 });
});

test('it is told what it is until somebody moves, and what its last step did from then on', async () => {
  const rig = rigWith({ readKernelText: () => Promise.resolve(ok(RUN)) });
  await rig.commands.openFile(fileOf('---[ Fixmap Area ]---\n', 'ptdump.txt'));
  expect(announcement(rig.state())).toBe('Two: strays & more: opened at its end, step 2.');
  await rig.commands.setMachine('kernel=rfc-v2');
  expect(hasJustArrived(rig.state()), 'it still stands there').toBe(true);
  await rig.commands.back();
  await rig.commands.step();
  expect(announcement(rig.state())).toBe('CPU1 unmaps page 3; its PTE stays: slot 0 is now a stray.');
  await rig.commands.open({ text: RUN, at: -1 });
  expect(hasJustArrived(rig.state()), 'another run').toBe(false);
});

test('where a kernel’s text cannot be read is said, and the run that is open stays', async () => {
  const mistake = { line: 3, column: 5, message: 'this is no line of a page-table dump' };
  const rig = rigWith({ readKernelText: () => Promise.resolve(err(mistake)) });
  await rig.commands.open({ text: RUN, at: 1 });
  expect(await rig.commands.openFile(fileOf('---[ Fixmap Area ]---\n', 'd.txt'))).toBe(false);
  expect(rig.state().banner?.text).toBe(
    '“d.txt” cannot be opened: line 3, column 5: this is no line of a page-table dump.',
  );
  expect(rig.state().session).toMatchObject({ at: 1, length: 2 });
});

test.each([
  [
    'a mistake in a scenario',
    RUN.replace('page3', 'page99'),
    /“f” cannot be opened: line 4, column 19: there is no page99/,
  ],
  ['a file of something else', '{"name":"package"}', /no kmapscope file/],
  ['a picture', '\u0089PNG\r\n\u001a\n', /no kmapscope file/],
  ['a file that is cut off', '{"format": "kmapscope", "version": 1, "scen', /cut off/],
  ['a file from the future', '{"format": "kmapscope", "version": 7}', /version 7.*Reload/],
  ['nothing', '', /no kmapscope file/],
])('%s gets one sentence, and nothing else happens', async (_, text, says) => {
  const rig = rigWith();
  await rig.commands.open({ text: RUN, at: 1 });
  expect(await rig.commands.openFile(fileOf(text, 'f'))).toBe(false);
  expect(rig.state().banner?.text).toMatch(says);
  expect(rig.state().session).toMatchObject({ at: 1, length: 2 });
});

test('a file that is too big, or cannot be read, is not even looked at', async () => {
  const rig = rigWith();
  const text = (): Promise<string> => Promise.reject(new Error('gone'));
  expect(await rig.commands.openFile({ name: 'film.mp4', size: 2 ** 31, text })).toBe(false);
  expect(rig.state().banner?.text).toBe('“film.mp4” is too big for a run: 2048 MB, and 16 MB is the most.');
  expect(await rig.commands.openFile({ name: 'gone', size: 1, text })).toBe(false);
  expect(rig.state().banner?.text).toMatch(/“gone” could not be read/);
});

test('a part of the page that cannot be fetched is told of', async () => {
  const rig = rigWith({ savePicture: () => Promise.reject(new Error('offline')) });
  expect(await rig.commands.savePicture('png')).toBe(false);
  await rig.commands.open({ text: RUN });
  expect(await rig.commands.savePicture('png')).toBe(false);
  expect(rig.state().banner?.text).toMatch(/draws pictures could not be fetched/);
});
