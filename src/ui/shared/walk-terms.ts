/** Puts the focus on the next word of the page that is explained, or the one before: they are in no tab order, which would be a desert. */
export function walkTerms(direction: 1 | -1): void {
  const room = document.querySelector('dialog[open]') ?? document.body;
  const words = [...room.querySelectorAll<HTMLElement | SVGElement>('.term')].filter((word) => word.checkVisibility());
  const here = words.findIndex((word) => word === document.activeElement);
  const start = direction === 1 ? -1 : 0;
  const next = ((here < 0 ? start : here) + direction + words.length) % words.length;
  words[next]?.focus();
}
