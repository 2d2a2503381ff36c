import type { ExploreReply, ExploreRequest, FromExplorer, ToExplorer } from './explore-protocol.ts';
import type { Port } from './port.ts';

/** The screen's end of the explorer's port. */
export type Explorer = {
  /**
   * Asks something; what was under way ends. `hear` is told progress, and at last the answer. `ports`: of channels that others help by, or
   * that help is wanted by; they are handed over.
   */
  readonly ask: (request: ExploreRequest, hear: Hear, ports?: readonly Port[]) => void;
  /** Ends what is under way: its answer is what it has found so far. */
  readonly stop: () => void;
};

/** `ended`: it was told to stop, did not hear it and was ended; nothing is left of what it had found. */
export type Hear = (
  reply: ExploreReply | { readonly type: 'crash'; readonly error: Error } | { readonly type: 'ended' },
) => void;

/** Whoever asks again hears no more of what was asked before. */
export function connectExplorer(port: Port): Explorer {
  let id = 0;
  let hear: Hear = () => undefined;
  port.addEventListener('message', ({ data }) => {
    const message = data as FromExplorer;
    if (message.id !== id) return;
    if ('reply' in message) hear(message.reply);
    else hear({ type: 'crash', error: errorFrom(message.crash) });
  });
  const post = (request: ExploreRequest, ports: readonly Port[] = []): void =>
    port.postMessage({ id, request, ports } satisfies ToExplorer, { transfer: [...ports] });
  return {
    ask: (request, listener, ports) => {
      id += 1;
      hear = listener;
      post(request, ports);
    },
    stop: () => post({ type: 'stop' }),
  };
}

function errorFrom({
  name,
  message,
  stack,
}: {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
