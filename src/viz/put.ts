/** Writes an attribute where it is not so yet: to write the same once more costs the browser as much as another. Null: it goes. */
export function put(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Writes words into an element that has nothing but words. The text stays the same node: a new one would be laid out from nothing. */
export function putText(element: Element, words: string): void {
  const { firstChild } = element;
  if (firstChild?.nodeType !== Node.TEXT_NODE || element.childNodes.length !== 1) {
    if (words !== '' || firstChild !== null) element.textContent = words;
  } else if ((firstChild as Text).data !== words) (firstChild as Text).data = words;
}

/** A length as an attribute or a path says it: a hundredth of a pixel is more than can be seen. */
export const hundredths = (pixels: number): string => String(Math.round(pixels * 100) / 100);
