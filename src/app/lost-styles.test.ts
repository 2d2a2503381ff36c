import { expect, test } from 'vitest';
import { forgetLostStyles } from './lost-styles.ts';

const linkOf = (rel: string): HTMLLinkElement => {
  const link = document.createElement('link');
  link.rel = rel;
  document.body.append(link);
  return link;
};

test('the link of styles that could not be fetched is taken out; what else is lost stays, and so do styles that came', () => {
  forgetLostStyles(document);
  const [lost, here, code] = [linkOf('stylesheet'), linkOf('stylesheet'), linkOf('modulepreload')];
  lost.dispatchEvent(new Event('error'));
  code.dispatchEvent(new Event('error'));
  here.dispatchEvent(new Event('load'));
  expect([lost, here, code].map(({ isConnected }) => isConnected)).toEqual([false, true, true]);
});
