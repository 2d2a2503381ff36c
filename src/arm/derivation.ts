import { present } from '../base/assert.ts';

/** One step of working out a hardware word: why the word changes here, and what it is afterwards (8 or 16 hexadecimal digits). */
export type DerivationStep = { readonly why: string; readonly word: string };

/** The word at the end of a derivation, which has at least one step. */
export function derivedWord(steps: readonly DerivationStep[]): string {
  return present(steps.at(-1), 'the last step of a derivation').word;
}
