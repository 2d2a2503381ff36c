/**
 * What both ends need of a Worker, a MessagePort or a worker's global scope: to say something and to hear something. Messages are plain
 * data (protocol.ts), so a test may put a JSON round trip in between and notice nothing.
 */
export type Port = {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};
