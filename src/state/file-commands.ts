import type { StoreApi } from 'zustand/vanilla';
import type { Result } from '../base/result.ts';
import type { AddressOf } from './sharing.ts';
import type { Commands, Opening, Outside } from './commands.ts';
import { fetchPart } from './fetch-part.ts';
import { LINK_PART } from './links.ts';
import { sentOpener } from './open-link.ts';
import type { State } from './state.ts';
import type { ViewCommands } from './view-commands.ts';

/** A file as it was chosen or dropped. */
export type UserFile = { readonly name: string; readonly size: number; readonly text: () => Promise<string> };

export type PictureKind = 'svg' | 'png';

/** Runs as files, pictures of them, and back. Each resolves with whether it was done; the reader is told why not. */
export type FileCommands = {
  /** The whole run as `title.kmapscope.json`. */
  readonly saveFile: () => Promise<boolean>;
  /** A run, a scenario text, a link in a file, a kernel's page-table dump or ftrace text, or recordings of a kernel. */
  readonly openFile: (file: UserFile) => Promise<boolean>;
  /** Asks for a file and opens it. */
  readonly pickFile: () => Promise<boolean>;
  /** What is shown now as a picture, with its link printed below. */
  readonly savePicture: (kind: PictureKind) => Promise<boolean>;
};

/** What the browser does for these. */
export type FileWorld = {
  /** Gives the reader a file to keep. */
  readonly save: (name: string, text: string) => void;
  /** Lets the reader choose a file; null when none was chosen. */
  readonly pick: () => Promise<UserFile | null>;
  /** Draws what the store shows and gives it to the reader. */
  readonly savePicture: (state: State, picture: Picture) => Promise<void>;
  /** Holds the model against recordings of a kernel: what came of it, in a sentence. */
  readonly verify: (text: string) => Promise<string>;
  /** Makes a scenario of what a kernel wrote: a page-table dump, or an ftrace text; null when it is neither. */
  readonly readKernelText: (text: string) => Promise<Result<string, PlacedProblem> | null>;
  readonly addressOf: AddressOf;
};

type PlacedProblem = { readonly line: number; readonly column: number; readonly message: string };
type Picture = { readonly kind: PictureKind; readonly name: string; readonly link: string };

const RUN = 'The part of the page that reads and writes files';
const RECORDINGS = 'The part of the page that reads recordings';
const DRAWING = 'The part of the page that draws pictures';
/** Bytes; share/limits.ts has the caps of what is in a file. */
const MOST_BYTES = 16 * 1024 * 1024;

export function fileCommands(
  store: StoreApi<State>,
  view: ViewCommands,
  outside: Outside,
  commands: Pick<Commands, 'openLink' | 'address'> & { readonly open: (opening: Opening) => Promise<boolean> },
): FileCommands {
  const { files } = outside;
  const openSent = sentOpener(store, view, commands.open, 'file');
  const refuse = (text: string): boolean => {
    view.showBanner({ kind: 'problem', text, action: null });
    return false;
  };
  const refuseAt = (name: string, { line, column, message }: PlacedProblem): boolean =>
    refuse(`“${name}” cannot be opened: line ${line}, column ${column}: ${message}.`);
  const openText = async (name: string, text: string, at = 0): Promise<boolean> => {
    if (await commands.open({ text, at })) return true;
    const [first] = store.getState().refusal;
    view.clearRefusal();
    if (first === undefined) return refuse(`“${name}” cannot be opened: the engine has failed.`);
    return refuseAt(name, { ...first.span, message: first.message });
  };
  /** What is none of ours may be what a kernel wrote. */
  const openOther = async (name: string, text: string, problem: string): Promise<boolean> => {
    const part = await fetchPart(view, RECORDINGS, async () => ({ read: await files.readKernelText(text) }));
    if (part === null) return false;
    const { read } = part;
    if (read === null) return refuse(problem);
    if (!read.ok) return refuseAt(name, read.error);
    // Its end is what the board is like now; what it did last is of no interest yet.
    if (!(await openText(name, read.value, -1))) return false;
    const { session } = store.getState();
    if (session !== null && session.at > 0)
      store.setState({ arrival: { opening: session.outline.id, at: session.at } });
    return true;
  };
  const openFile = async (file: UserFile): Promise<boolean> => {
    if (file.size > MOST_BYTES) return refuse(`“${file.name}” is too big for a run: ${megabytes(file.size)}.`);
    const part = await fetchPart(view, RUN, () => import('./open-file.ts'));
    if (part === null) return false;
    const text = await file.text().catch(() => null);
    if (text === null) return refuse(`“${file.name}” could not be read: choose or drop it again.`);
    const read = part.readFile(text);
    switch (read.type) {
      case 'run':
        return openSent(read.sent);
      case 'text':
        return openText(file.name, read.text);
      case 'link':
        return commands.openLink(read.link);
      case 'problem':
        return openOther(file.name, text, read.message);
      case 'traces': {
        const said = await fetchPart(view, RECORDINGS, () => files.verify(text));
        if (said !== null) view.showBanner({ kind: 'offer', text: said, action: null });
        return said !== null;
      }
    }
  };
  return {
    openFile,
    pickFile: async () => {
      const file = await files.pick();
      return file !== null && openFile(file);
    },
    saveFile: async () => {
      const state = store.getState();
      const part = state.session === null ? null : await fetchPart(view, RUN, () => import('./save-file.ts'));
      const file = part?.fileOf(state) ?? null;
      if (file === null) return false;
      if (!file.ok) return refuse(file.error.message);
      const name = `${fileName(state)}${file.value.suffix}`;
      files.save(name, file.value.text);
      view.showToast(`Saved as ${name}.`);
      return true;
    },
    savePicture: async (kind) => {
      const state = store.getState();
      if (state.session === null) return false;
      const name = `${fileName(state)}.${kind}`;
      if ((await fetchPart(view, LINK_PART, outside.links.fetch)) === null) return false;
      const link = commands.address() ?? files.addressOf('');
      const done = await fetchPart(view, DRAWING, async () => {
        await files.savePicture(state, { kind, name, link });
        return true;
      });
      if (done !== null) view.showToast(`Saved as ${name}.`);
      return done !== null;
    },
  };
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
