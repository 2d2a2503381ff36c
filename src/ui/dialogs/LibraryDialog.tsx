import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { LIBRARY } from '../../lessons/library.ts';
import { TOUR } from '../../lessons/tour.ts';
import { parse } from '../../scenario/parse.ts';
import { titleOf } from '../../timeline/steps.ts';
import { Dialog } from './Dialog.tsx';
import { KeyPicture } from './KeyPicture.tsx';
import './library.css';

type Card = { readonly id: string; readonly title: string; readonly teaches: string; readonly text: string };
type Shelf = { readonly title: string; readonly about: string; readonly cards: readonly Card[] };

/** Does this look like something to open, more than like a word to search for? */
const LINK = /#?\/[rcsl]\/\w/;

/** The scenarios as a course would take them, each with its picture and an address of its own; a word narrows them down. */
export function LibraryDialog({
  onLink,
  onFile,
  onTour,
  onClose,
}: {
  readonly onLink: (link: string) => void;
  readonly onFile: () => void;
  readonly onTour: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const [word, setWord] = useState('');
  const grid = useRef<HTMLDivElement>(null);
  const shelves = useMemo(() => shelvesOf(word), [word]);
  const cards = shelves.flatMap((shelf) => shelf.cards);
  const isLink = LINK.test(word);
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    // The dialog is gone at once, and the key would press the button that gets the focus back.
    event.preventDefault();
    if (isLink) onLink(word);
    else if (cards.length === 1) grid.current?.querySelector<HTMLElement>('a')?.click();
  };
  return (
    <Dialog title="Scenarios" onClose={onClose} wide>
      <div className="library-tools" onKeyDown={(event) => walk(event, grid.current)}>
        <label className="search">
          <span className="only-read">Search the scenarios</span>
          <input
            type="search"
            placeholder="Search, or paste a link"
            data-first=""
            value={word}
            onChange={(event) => setWord(event.target.value)}
            onKeyDown={enter}
          />
        </label>
        <span className="quiet" role="status">
          {isLink ? 'Enter opens this link.' : cards.length === 1 ? '1 scenario' : `${String(cards.length)} scenarios`}
        </span>
        <button type="button" className="box" onClick={onTour}>
          {TOUR.title}, in {TOUR.stops.length} pages
        </button>
        <button
          type="button"
          className="box"
          onClick={onFile}
          data-tip="A run or a scenario; or what your own kernel wrote: a page-table dump, a text of ftrace."
        >
          Open a file
        </button>
      </div>
      {shelves.length === 0 && !isLink && (
        <p className="nothing-found">No scenario speaks of “{word}”. Some do of hotplug, TLB, secure or debug.</p>
      )}
      <div className="shelves" ref={grid} onKeyDown={(event) => walk(event, grid.current)}>
        {shelves.map(({ title, about, cards: shelf }) => (
          <section key={title} className="shelf">
            <h3>{title}</h3>
            <p>{about}</p>
            <ul className="library">
              {shelf.map((card) => (
                <li key={card.id}>
                  <a className="card" href={`#/s/${card.id}`} onClick={onClose}>
                    <KeyPicture text={card.text} />
                    <strong>{card.title}</strong>
                    <span>{card.teaches}</span>
                    <code aria-hidden="true">#/s/{card.id}</code>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Chapter by chapter, as they are taught. */
function shelvesOf(word: string): readonly Shelf[] {
  const wanted = word.trim().toLowerCase();
  const speaks = ({ id, title, teaches, text }: Card): boolean =>
    `${id} ${title} ${teaches} ${text}`.toLowerCase().includes(wanted);
  const shelves = LIBRARY.map(({ title, about, scenarios }) => ({
    title,
    about,
    cards: scenarios.map((one) => ({ ...one, title: titleOf(parse(one.text).scenario) })).filter(speaks),
  }));
  return shelves.filter(({ cards }) => cards.length > 0);
}

/** Arrow keys go from card to card as they stand; from the search field they lead to the first. */
function walk(event: KeyboardEvent, grid: HTMLElement | null): void {
  const cards = [...(grid?.querySelectorAll<HTMLElement>('a.card') ?? [])];
  const at = cards.findIndex((card) => card === document.activeElement);
  const inSearch = event.target instanceof HTMLInputElement;
  if (inSearch && event.key !== 'ArrowDown') return;
  const to = at < 0 ? (event.key === 'ArrowDown' ? cards[0] : undefined) : nextCard(cards, at, event.key);
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}

function nextCard(cards: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowRight') return cards[at + 1];
  if (key === 'ArrowLeft') return cards[at - 1];
  const from = cards[at]?.getBoundingClientRect();
  if (from === undefined || (key !== 'ArrowDown' && key !== 'ArrowUp')) return undefined;
  const down = key === 'ArrowDown';
  const rows = (down ? cards.slice(at + 1) : cards.slice(0, at).toReversed()).filter((card) => {
    const { top, left, right } = card.getBoundingClientRect();
    return (down ? top > from.top : top < from.top) && left < from.right && right > from.left;
  });
  return rows[0];
}
