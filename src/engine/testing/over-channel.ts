import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { connect, type Engine } from '../client.ts';
import type { Port } from '../port.ts';
import { serve, type Respond } from '../serve.ts';

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

/** @param later runs a task in a later turn */
export function channels(later: (task: () => void) => void): Channels {
  const ports: MessagePort[] = [];
  const channel = (): { readonly here: Port; readonly there: Port } => {
    const { port1, port2 } = new MessageChannel();
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

/** Node's port has the same two things under the same names; its types do not say so. */
function portOf(port: MessagePort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    addEventListener: (_, listener) => void port.on('message', (data: unknown) => listener({ data })),
  };
}
