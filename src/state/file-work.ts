import type { StoreApi } from 'zustand/vanilla';
import type { Commands, Opening, Outside } from './commands.ts';
import { fetchPart } from './fetch-part.ts';
import type { PictureKind, PlacedProblem, UserFile } from './file-commands.ts';
import { LINK_PART } from './links.ts';
import { readFile } from './open-file.ts';
import { sentOpener } from './open-link.ts';
import { fileOf } from './save-file.ts';
import type { State } from './state.ts';
import type { ViewCommands } from './view-commands.ts';

/** How a run is opened, and its address. */
export type FileRun = Pick<Commands, 'openLink' | 'address'> & {
  readonly open: (opening: Opening) => Promise<boolean>;
};

/** What files are read from and written to. */
type World = {
  readonly store: StoreApi<State>;
  readonly view: ViewCommands;
  readonly outside: Outside;
  readonly run: FileRun;
};

const RECORDINGS = 'The part of the page that reads recordings';
const DRAWING = 'The part of the page that draws pictures';
/** Bytes; share/limits.ts has the caps of what is in a file. */
const MOST_BYTES = 16 * 1024 * 1024;

function refuse({ view }: World, text: string): false {
  view.showBanner({ kind: 'problem', text, action: null });
  return false;
}

const refuseAt = (world: World, name: string, { line, column, message }: PlacedProblem): false =>
  refuse(world, `“${name}” cannot be opened: line ${line}, column ${column}: ${message}.`);

/** Opens what is in a file, whatever it is; or says what is wrong with it. */
export async function openFile(world: World, file: UserFile): Promise<boolean> {
  const { store, view, outside, run } = world;
  if (file.size > MOST_BYTES) return refuse(world, `“${file.name}” is too big for a run: ${megabytes(file.size)}.`);
  const text = await file.text().catch(() => null);
  if (text === null) return refuse(world, `“${file.name}” could not be read: choose or drop it again.`);
  const read = readFile(text);
  switch (read.type) {
    case 'run':
      return sentOpener(store, view, run.open, 'file')(read.sent);
    case 'text':
      return openText(world, file.name, read.text);
    case 'link':
      return run.openLink(read.link);
    case 'problem':
      return openOther(world, file.name, text, read.message);
    case 'traces': {
      const said = await fetchPart(view, RECORDINGS, () => outside.files.verify(text));
      if (said !== null) view.showBanner({ kind: 'offer', text: said, action: null });
      return said !== null;
    }
  }
}

async function openText(world: World, name: string, text: string, at = 0): Promise<boolean> {
  const { store, view, run } = world;
  if (await run.open({ text, at })) return true;
  const [first] = store.getState().refusal;
  view.clearRefusal();
  if (first === undefined) return refuse(world, `“${name}” cannot be opened: the engine has failed.`);
  return refuseAt(world, name, { ...first.span, message: first.message });
}

/** What is none of ours may be what a kernel wrote. */
async function openOther(world: World, name: string, text: string, problem: string): Promise<boolean> {
  const { store, view, outside } = world;
  const part = await fetchPart(view, RECORDINGS, async () => ({ read: await outside.files.readKernelText(text) }));
  if (part === null) return false;
  const { read } = part;
  if (read === null) return refuse(world, problem);
  if (!read.ok) return refuseAt(world, name, read.error);
  // Its end is what the board is like now; what it did last is of no interest yet.
  if (!(await openText(world, name, read.value, -1))) return false;
  const { session } = store.getState();
  if (session !== null && session.at > 0) store.setState({ arrival: { opening: session.outline.id, at: session.at } });
  return true;
}

/** The run of that state as a file. */
export function saveFile(world: World, state: State): Promise<boolean> {
  const { view, outside } = world;
  const file = fileOf(state);
  if (file === null) return Promise.resolve(false);
  if (!file.ok) return Promise.resolve(refuse(world, file.error.message));
  const name = `${fileName(state)}${file.value.suffix}`;
  outside.files.save(name, file.value.text);
  view.showToast(`Saved as ${name}.`);
  return Promise.resolve(true);
}

/** The picture of that state, with its link below. */
export async function savePicture(world: World, state: State, kind: PictureKind): Promise<boolean> {
  const { view, outside, run } = world;
  const { files, links } = outside;
  if (state.session === null) return false;
  const name = `${fileName(state)}.${kind}`;
  if ((await fetchPart(view, LINK_PART, links.fetch)) === null) return false;
  const link = run.address() ?? files.addressOf('');
  const done = await fetchPart(view, DRAWING, async () => {
    await files.savePicture(state, { kind, name, link });
    return true;
  });
  if (done !== null) view.showToast(`Saved as ${name}.`);
  return done !== null;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB, and 16 MB is the most`;

/** A name that every file system takes: the title's letters and digits, with the number of the step. */
function fileName({ session }: State): string {
  const title = (session?.title ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  return `${title === '' ? 'kmapscope' : title}-step-${String(session?.at ?? 0)}`;
}
