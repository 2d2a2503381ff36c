import type { Engine } from '../../engine/client.ts';
import type { Request } from '../../engine/protocol.ts';
import { NO_SESSION, respond, type Session } from '../../engine/session.ts';
import type { Outside } from '../commands.ts';
import { linker, readLink } from '../link.ts';
import type { Links } from '../links.ts';
import type { State } from '../state.ts';
import { createAppStore, type AppStore } from '../store.ts';

/** A browser that does nothing with files. */
export const NO_FILES: Outside['files'] = {
  save: () => undefined,
  pick: () => Promise.resolve(null),
  savePicture: () => Promise.resolve(),
  verify: () => Promise.resolve(''),
  readKernelText: () => Promise.resolve(null),
  addressOf: (fragment) => `https://example.org/kmapscope/#${fragment}`,
};

/** The part of the page that makes and reads links, here from the start. */
export function linksHere(): Links {
  const part = { linkOf: linker(), readLink };
  return { here: () => part, fetch: () => Promise.resolve(part) };
}

/** A store with an engine in the same thread, for tests only; everything that was asked and copied is kept. */
export type Rig = AppStore & {
  readonly asked: Request[];
  readonly copied: string[];
  /** The next request is answered with this crash instead. */
  readonly crashNext: (error: Error) => void;
  readonly restarts: () => number;
  readonly state: () => State;
};

export function makeRig(outside: Partial<Outside> = {}): Rig {
  const asked: Request[] = [];
  const copied: string[] = [];
  let crash: Error | null = null;
  let session: Session = NO_SESSION;
  let restarts = 0;
  const engine: Engine = {
    ask: async (request) => {
      asked.push(request);
      await Promise.resolve(); // an answer never comes in the turn of the question
      if (crash !== null) {
        const error = crash;
        crash = null;
        throw error;
      }
      const [next, reply] = respond(session, request);
      session = next;
      return reply;
    },
    restart: () => {
      restarts += 1;
      session = NO_SESSION;
    },
  };
  const app = createAppStore(engine, {
    copy: async (text) => {
      copied.push(text);
      await Promise.resolve();
    },
    addressOf: (fragment) => `https://example.org/kmapscope/#${fragment}`,
    keptRun: () => Promise.resolve(null),
    files: NO_FILES,
    links: linksHere(),
    calculator: () => engine,
    ...outside,
  });
  return {
    ...app,
    asked,
    copied,
    crashNext: (error) => {
      crash = error;
    },
    restarts: () => restarts,
    state: app.store.getState,
  };
}
