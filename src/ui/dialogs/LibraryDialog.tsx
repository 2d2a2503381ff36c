import { useState, type ReactNode } from 'react';
import { LIBRARY } from '../../lessons/library.ts';
import { TOUR } from '../../lessons/tour.ts';
import { Dialog } from './Dialog.tsx';

/** A scenario one can open with one click. */
export type LibraryEntry = {
  readonly id: string;
  readonly title: string;
  /** One sentence: what is to be seen. */
  readonly about: string;
  readonly text: string;
};

type Shelf = { readonly title: string; readonly about: string; readonly entries: readonly LibraryEntry[] };

/** The scenarios as a course would take them; a word narrows them down. */
export function LibraryDialog({
  entries,
  onOpen,
  onTour,
  onClose,
}: {
  readonly entries: readonly LibraryEntry[];
  readonly onTour: () => void;
  readonly onOpen: (entry: LibraryEntry) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [word, setWord] = useState('');
  const shelves = shelvesOf(entries, word);
  return (
    <Dialog title="Scenarios" onClose={onClose} wide>
      <label className="search">
        <span className="only-read">Search the scenarios</span>
        <input type="search" placeholder="Search" value={word} onChange={(event) => setWord(event.target.value)} />
      </label>
      {word === '' && (
        <section className="shelf">
          <h3 className="label">{TOUR.title}</h3>
          <p>Each claim of the mails that asked for the flush, beside a comparison of kernels that shows it.</p>
          <p className="dialog-actions">
            <button type="button" className="box" onClick={onTour}>
              Read the thread: a tour of {TOUR.stops.length} pages
            </button>
          </p>
        </section>
      )}
      {shelves.length === 0 && <p className="quiet">No scenario speaks of “{word}”.</p>}
      {shelves.map(({ title, about, entries: shelf }) => (
        <section key={title} className="shelf">
          <h3 className="label">{title}</h3>
          <p>{about}</p>
          <ul className="library">
            {shelf.map((entry) => (
              <li key={entry.id}>
                <button type="button" onClick={() => onOpen(entry)}>
                  <strong>{entry.title}</strong>
                  <span>{entry.about}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

/** Chapter by chapter; a scenario that no chapter has stands last. */
function shelvesOf(entries: readonly LibraryEntry[], word: string): readonly Shelf[] {
  const wanted = word.trim().toLowerCase();
  const speaks = ({ title, about, text }: LibraryEntry): boolean =>
    `${title} ${about} ${text}`.toLowerCase().includes(wanted);
  const found = entries.filter(speaks);
  const chapters = LIBRARY.map(({ title, about, scenarios }) => ({
    title,
    about,
    entries: scenarios.flatMap(({ id }) => found.find((entry) => entry.id === id) ?? []),
  }));
  const placed = new Set(chapters.flatMap((chapter) => chapter.entries));
  const rest = { title: 'More', about: '', entries: found.filter((entry) => !placed.has(entry)) };
  return [...chapters, rest].filter((shelf) => shelf.entries.length > 0);
}
