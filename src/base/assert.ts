/** The end of an exhaustive switch: reaching it is a bug of ours, never a mistake of the user's. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}

/** Throws when a state that cannot be is; `what` says which promise was broken. */
export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${what}`);
}

/** The value, or a throw when it is missing where it cannot be. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`broken promise: ${what} is missing`);
  return value;
}
