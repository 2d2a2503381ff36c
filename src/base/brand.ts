/** A type that only its own constructor can make: `Pfn` and `Vaddr` are both numbers, and mixing them up does not compile. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
