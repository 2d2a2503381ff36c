import type { StoreApi } from 'zustand/vanilla';
import type { Result } from '../base/result.ts';
import type { AddressOf } from './sharing.ts';
import type { Outside } from './commands.ts';
import { fetchPart } from './fetch-part.ts';
import type * as filePart from './file-work.ts';
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

export type PlacedProblem = { readonly line: number; readonly column: number; readonly message: string };
export type Picture = { readonly kind: PictureKind; readonly name: string; readonly link: string };

const RUN = 'The part of the page that reads and writes files';

/** Nothing of it is needed before there is a file: what is done with one is fetched then. */
export function fileCommands(
  store: StoreApi<State>,
  view: ViewCommands,
  outside: Outside,
  run: filePart.FileRun,
): FileCommands {
  const withPart = async (task: (part: typeof filePart) => Promise<boolean>): Promise<boolean> => {
    const part = await fetchPart(view, RUN, () => import('./file-work.ts'));
    return part !== null && task(part);
  };
  const world = { store, view, outside, run };
  // It is under way from the moment it was let go: what is typed until it is open would be meant for the run before.
  const openFile = (file: UserFile): Promise<boolean> =>
    view.during(() => withPart((part) => part.openFile(world, file)));
  return {
    openFile,
    pickFile: async () => {
      const file = await outside.files.pick();
      return file !== null && openFile(file);
    },
    // What is kept is what was shown when it was asked for.
    saveFile: () => {
      const state = store.getState();
      return withPart((part) => part.saveFile(world, state));
    },
    savePicture: (kind) => {
      const state = store.getState();
      return withPart((part) => part.savePicture(world, state, kind));
    },
  };
}
