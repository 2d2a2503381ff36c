import { expect, test } from 'vitest';
import { put, putText } from './put.ts';

test('words are written into the text that is there', () => {
  const element = document.createElement('p');
  putText(element, 'p2 live');
  const node = element.firstChild;
  putText(element, 'p3 stray');
  expect([element.textContent, element.firstChild === node]).toEqual(['p3 stray', true]);
  putText(element, '');
  expect(element.textContent).toBe('');
});

test('an attribute is written only where it is not so yet', () => {
  const element = document.createElement('p');
  const written: (string | null)[] = [];
  element.setAttribute = (_, value) => void written.push(value);
  element.getAttribute = () => 'cell';
  put(element, 'class', 'cell');
  put(element, 'class', 'cell live');
  expect(written).toEqual(['cell live']);
});

test('an attribute that is to be gone, goes', () => {
  const element = document.createElement('p');
  element.setAttribute('d', 'M0,0');
  put(element, 'd', null);
  put(element, 'd', null);
  expect(element.hasAttribute('d')).toBe(false);
});
