import type { Result } from '../base/result.ts';
import { err } from '../base/result.ts';
import { NO_SESSION, respond } from '../engine/session.ts';
import { problem, type LinkProblem } from '../share/problem.ts';
import { linker } from './link.ts';
import { INITIAL_STATE } from './state.ts';

/** The fragment (without `#`) of a link to the end of a run that is not on the stage: it is carried out here, for its digest. */
export function linkToRun(text: string): Result<string, LinkProblem> {
  const [, reply] = respond(NO_SESSION, { type: 'open', text, kernels: [], at: -1 });
  if (reply.type !== 'session')
    return err(problem('not a link', 'This run cannot be opened, so there is no link to it.'));
  const { session } = reply;
  return linker()({ ...INITIAL_STATE, session, saved: session.saved ?? [] });
}
