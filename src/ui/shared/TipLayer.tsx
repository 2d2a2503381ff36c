import { useEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { entryOf } from './glossary.ts';
import { explained } from './meanings.ts';
import { omitted } from './omitted.ts';
import { SPEAKS, TIP_EVENTS, type TipEvent } from './tip-events.ts';
import { walkTerms } from './walk-terms.ts';

type Tip = { readonly owner: Element; readonly text: string };

/** A mark of the picture explains itself only to a pointer that rests on it. */
const REST_MS = 500;

/**
 * One tip for the whole page: what any element with `data-tip` says, or what the word of an element with `data-term` means, on hover, on
 * focus and on tap. It stays while the pointer is on it and goes on Escape.
 */
export function TipLayer({
  word,
  first,
}: {
  /** Grows with each "explain the next word", below 0 for the one before. */
  readonly word: number;
  /** What happened before this was here, if that is why it was fetched: it is heard late. */
  readonly first: globalThis.Event | null;
}): ReactNode {
  const [tip, setTip] = useState<Tip | null>(null);
  const owner = useRef<Element | null>(null);
  const late = useRef(first);

  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const show = (named: Element | null): void => {
      owner.current = named;
      const text = named === null ? '' : tipText(named);
      setTip(named === null || text === '' ? null : { owner: named, text });
    };
    const gone = (): void => {
      clearTimeout(rest);
      show(null);
    };
    const named = ({ target }: globalThis.Event): Element | null | undefined => {
      if (!(target instanceof Element)) return null;
      return target.closest('[data-tip-layer]') === null ? target.closest(SPEAKS) : undefined;
    };
    const over = (event: globalThis.Event): void => {
      const next = named(event);
      if (next === undefined || next === owner.current) return;
      clearTimeout(rest);
      if (next === null || !isMark(next)) {
        show(next);
        return;
      }
      show(null);
      rest = setTimeout(() => show(next), REST_MS);
    };
    const pressed = (event: globalThis.Event): void => {
      const next = named(event);
      clearTimeout(rest);
      const byTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      // A tap on the tip itself has read it.
      show(next === undefined || (next !== null && isMark(next) && !byTouch) ? null : next);
    };
    const focused = (event: globalThis.Event): void => {
      const next = named(event);
      if (next !== undefined && (next === null || !isMark(next))) show(next);
    };
    const hide = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && owner.current !== null) gone();
    };
    // What the element says may change under the pointer: a button that was used up now says why.
    const watch = new MutationObserver(() => {
      if (owner.current !== null) show(owner.current.isConnected ? owner.current : null);
    });
    watch.observe(document.body, { subtree: true, attributeFilter: ['data-tip', 'data-term'] });
    const heard: { readonly [K in TipEvent]: (event: globalThis.Event) => void } = {
      pointerover: over,
      click: pressed,
      focusin: focused,
      focusout: gone,
    };
    if (late.current !== null && isStill(late.current)) heard[late.current.type as TipEvent](late.current);
    late.current = null;
    TIP_EVENTS.forEach((kind) => document.addEventListener(kind, heard[kind]));
    document.addEventListener('keydown', hide);
    window.addEventListener('scroll', gone, true);
    return () => {
      clearTimeout(rest);
      watch.disconnect();
      TIP_EVENTS.forEach((kind) => document.removeEventListener(kind, heard[kind]));
      document.removeEventListener('keydown', hide);
      window.removeEventListener('scroll', gone, true);
    };
  }, []);

  // After the effect that listens: the focus on the first word that is asked for is to be heard too.
  useEffect(() => {
    if (word !== 0) walkTerms(word > 0 ? 1 : -1);
  }, [word]);

  // In the main landmark, as menus are, for those who go from landmark to landmark.
  return tip === null ? null : createPortal(<Layer tip={tip} />, document.getElementById('menus') ?? document.body);
}

const ID = 'tip';
const WIDTH = 17;

/** In the top layer: over dialogs too. Where its owner has no other description, this is it. */
function Layer({ tip: { owner, text } }: { readonly tip: Tip }): ReactNode {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = layer.current;
    if (element === null) return undefined;
    if ('showPopover' in element) element.showPopover();
    place(element, owner);
    if (owner.hasAttribute('aria-describedby')) return undefined;
    owner.setAttribute('aria-describedby', ID);
    return () => owner.removeAttribute('aria-describedby');
  }, [owner, text]);
  return (
    <div ref={layer} id={ID} role="tooltip" popover="manual" data-tip-layer="" className="tip">
      {text}
    </div>
  );
}

/** Above the element, or below it where there is no room. */
function place(layer: HTMLElement, owner: Element): void {
  const box = owner.getBoundingClientRect();
  layer.style.maxWidth = `min(${String(WIDTH)}rem, 92vw)`;
  const { width, height } = layer.getBoundingClientRect();
  const below = box.top < height + 12;
  layer.style.left = `${String(Math.max(8, Math.min(box.left, window.innerWidth - width - 8)))}px`;
  layer.style.top = `${String(below ? box.bottom + 6 : box.top - height - 6)}px`;
}

/** Is the pointer, or the focus, still where it was? A tap has been one, whatever came then. */
function isStill({ type, target }: globalThis.Event): boolean {
  if (!(target instanceof Element)) return false;
  if (type === 'pointerover') return target.matches(':hover');
  return type !== 'focusin' || target === document.activeElement;
}

const isMark = (element: Element): boolean => element.closest('svg [data-object]') !== null;

/** What an element says of itself; else what its word means, or what is left out beside it. */
function tipText(element: Element): string {
  const own = element.getAttribute('data-tip') ?? '';
  const entry = entryOf(element.getAttribute('data-term') ?? '');
  if (own !== '') return own;
  const leftOut = omitted(element.getAttribute('data-left-out') ?? '');
  return [entry === undefined ? '' : explained(entry), leftOut].filter((text) => text !== '').join(' ');
}
