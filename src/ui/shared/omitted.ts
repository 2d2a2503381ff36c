import { LEFT_OUT } from '../../lessons/evidence.ts';

/** What is left out beside a part of the page; empty for a part that is whole. */
export function omitted(beside: string): string {
  const texts = LEFT_OUT.filter((one) => one.beside === beside).map(({ text }) => text);
  return texts.length === 0 ? '' : `What this picture leaves out: ${texts.join(' ')}`;
}
