/** A scenario that comes with the product: data only, its text in canonical form (a test formats, runs and checks every one). */
export type Shipped = {
  /** Permanent: it is the address (`#/s/stray-after-kunmap`). */
  readonly id: string;
  /** Who it was read from or recorded on: a section of the machine sheet, a trace, the mail. */
  readonly source: string;
  /** What one takes away, in a sentence. */
  readonly teaches: string;
  readonly text: string;
};

/** A chapter of the course, in the order in which it is taught. */
export type Chapter = { readonly title: string; readonly about: string; readonly scenarios: readonly Shipped[] };
