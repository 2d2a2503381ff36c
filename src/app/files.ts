import type { FileWorld, UserFile } from '../state/file-commands.ts';
import { addressOf } from './address-bar.ts';

/** What the browser does with files. Drawing and reading recordings come when they are asked for. */
export const browserFiles: FileWorld = {
  save: (name, text) => saveBlob(name, new Blob([text], { type: typeOf(name) })),
  pick,
  savePicture: async (state, { kind, name, link }) => {
    const { pictureFile } = await import('./picture-file.ts');
    saveBlob(name, await pictureFile(state, kind, link));
  },
  verify: async (text) => (await import('./recordings.ts')).verdictOn(text),
  readKernelText: async (text) => (await import('./recordings.ts')).scenarioIn(text),
  addressOf,
};

/** What a file is by the end of its name; runs are JSON. */
function typeOf(name: string): string {
  if (name.endsWith('.csv')) return 'text/csv';
  return name.endsWith('.svg') ? 'image/svg+xml' : 'application/json';
}

function saveBlob(name: string, blob: Blob): void {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  // The browser has taken it over by then; there is no event that says so.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

function pick(): Promise<UserFile | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.kmap,.txt,.jsonl';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/**
 * A file that is dropped anywhere on the page is opened; while one is held above it, the page says so (`data-dropping` on the root). Text
 * that is dragged goes where it always goes.
 */
export function startDropping(open: (file: UserFile) => void): () => void {
  const { dataset } = document.documentElement;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent): void => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    dataset['dropping'] = '';
    // It comes again and again while something is held here; when it comes no more, the thing has left.
    clearTimeout(leaving);
    leaving = setTimeout(() => delete dataset['dropping'], 400);
  };
  const drop = (event: DragEvent): void => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    clearTimeout(leaving);
    delete dataset['dropping'];
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) open(file);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('drop', drop);
  return () => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('drop', drop);
  };
}
