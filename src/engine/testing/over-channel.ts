import { connect, type Engine } from '../client.ts';
import type { Port } from '../port.ts';
import { serve, type Respond } from '../serve.ts';

/** A port of Node's: it has the same two things as one of the browser's, under other names. */
type NodePort = {
  postMessage(message: unknown): void;
  on(event: 'message', heard: (data: unknown) => void): unknown;
  close(): void;
};
type NodeChannel = { readonly port1: NodePort; readonly port2: NodePort };

/** Engines over real message channels, for tests only; a turn of the worker is a turn of Node's. */
export type Channels = {
  /** Both ends of a new channel. */
  readonly channel: () => { readonly here: Port; readonly there: Port };
  readonly engineOver: <Session>(
    start: Session,
    answer: Respond<Session>,
  ) => {
    readonly engine: Engine;
    readonly workers: () => number;
    /** Resolves when so many messages have come from workers. */
    readonly heard: (messages: number) => Promise<void>;
  };
  /** After each test: a port that is open keeps Node running. */
  readonly close: () => void;
};

/**
 * @param open opens a message channel
 * @param later runs a task in a later turn
 */
export function channels(open: () => NodeChannel, later: (task: () => void) => void): Channels {
  const ports: NodePort[] = [];
  const channel = (): { readonly here: Port; readonly there: Port } => {
    const { port1, port2 } = open();
    ports.push(port1, port2);
    return { here: portOf(port1), there: portOf(port2) };
  };
  return {
    channel,
    engineOver: (start, answer) => {
      let workers = 0;
      let messages = 0;
      const engine = connect(() => {
        workers += 1;
        const { here, there } = channel();
        serve(there, start, answer, later);
        here.addEventListener('message', () => (messages += 1));
        return { port: here, close: () => undefined };
      });
      const heard = async (least: number): Promise<void> => {
        while (messages < least) await new Promise<void>((turn) => later(turn));
      };
      return { engine, workers: () => workers, heard };
    },
    close: () => ports.splice(0).forEach((port) => port.close()),
  };
}

const portOf = (port: NodePort): Port => ({
  postMessage: (message) => port.postMessage(message),
  addEventListener: (_, listener) => void port.on('message', (data) => listener({ data })),
});
