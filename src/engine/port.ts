/**
 * What both ends need of a Worker, a MessagePort or a worker's global scope: to say something and to hear something. Messages are plain
 * data (protocol.ts), so a test may put a JSON round trip in between and notice nothing.
 */
export type Port = {
  /** `transfer`: the ends of channels that the message hands over. */
  postMessage(message: unknown, options?: { transfer?: unknown[] }): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  /** Where there is one: nothing is heard before, and nothing after. */
  start?(): void;
  close?(): void;
};

/** The two ends of a new channel. */
export type Channel = readonly [Port, Port];
