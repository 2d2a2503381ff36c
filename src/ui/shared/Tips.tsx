import { useEffect, useRef, useState, type ReactNode } from 'react';

type Tip = { readonly text: string; readonly x: number; readonly y: number; readonly below: boolean };

const WIDTH = 260;

/**
 * One tip for the whole page: what any element with `data-tip` says on hover, on focus and on tap, in words that are also its description
 * (aria-describedby). It stays while the pointer is on it and goes on Escape.
 */
export function Tips(): ReactNode {
  const [tip, setTip] = useState<Tip | null>(null);
  const owner = useRef<Element | null>(null);

  useEffect(() => {
    const show = (event: globalThis.Event): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[data-tip-layer]')) return;
      const named = target?.closest('[data-tip]') ?? null;
      if (event.type === 'pointerover' && named === owner.current) return;
      owner.current = named;
      setTip(named === null ? null : tipFor(named));
    };
    const hide = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || owner.current === null) return;
      owner.current = null;
      setTip(null);
    };
    const gone = (): void => {
      owner.current = null;
      setTip(null);
    };
    // What the element says may change under the pointer: a button that was used up now says why.
    const watch = new MutationObserver(() => {
      if (owner.current !== null) setTip(owner.current.isConnected ? tipFor(owner.current) : null);
    });
    watch.observe(document.body, { subtree: true, attributeFilter: ['data-tip'] });
    const kinds = ['pointerover', 'focusin', 'click'];
    kinds.forEach((kind) => document.addEventListener(kind, show));
    document.addEventListener('focusout', gone);
    document.addEventListener('keydown', hide);
    window.addEventListener('scroll', gone, true);
    return () => {
      watch.disconnect();
      kinds.forEach((kind) => document.removeEventListener(kind, show));
      document.removeEventListener('focusout', gone);
      document.removeEventListener('keydown', hide);
      window.removeEventListener('scroll', gone, true);
    };
  }, []);

  if (tip === null) return null;
  return (
    <div
      role="tooltip"
      data-tip-layer=""
      className={tip.below ? 'tip below' : 'tip'}
      style={{ left: tip.x, top: tip.y, maxWidth: WIDTH }}
    >
      {tip.text}
    </div>
  );
}

/** Above the element, or below it where there is no room. */
function tipFor(element: Element): Tip | null {
  const text = element.getAttribute('data-tip') ?? '';
  if (text === '') return null;
  const box = element.getBoundingClientRect();
  const below = box.top < 80;
  const x = Math.max(8, Math.min(box.left, window.innerWidth - WIDTH - 8));
  return { text, x, y: below ? box.bottom + 6 : box.top - 6, below };
}
