import type { Errand, Teller, Told } from '../explore/errand.ts';
import { tellerFor, type Subject } from './explore/subject.ts';
import type { Port } from './port.ts';

/** What a search says to who helps it: what it is about, and then which states to look into. */
export type ToHelper = { readonly subject: Subject } | { readonly errand: Errand };
export type FromHelper = { readonly told: Told };

/** The helper's end of a port to a search (explore/team.ts): looks into what it is sent, errand by errand, and keeps nothing. */
export function serveHelp(port: Port): void {
  let teller: Teller | null = null;
  port.addEventListener('message', ({ data }) => {
    const message = data as ToHelper;
    if ('subject' in message) teller = tellerFor(message.subject);
    else if (teller !== null) port.postMessage({ told: teller(message.errand) } satisfies FromHelper);
  });
  port.start?.();
}
