/** One line of arithmetic for a reader: what is computed, and how, ready to print. */
export type Term = {
  /** `vaddr`, `Linux word`. */
  readonly name: string;
  /** `0xffeff000 − (1 + 17) × 0x1000 = 0xffeed000`. */
  readonly text: string;
};
