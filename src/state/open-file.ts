import { decodeFile } from '../share/file.ts';
import { openLink } from '../share/link.ts';
import { sentOf, type Sent } from './shared-of.ts';

/** What is done with a file that was chosen or dropped: a run to open, or a sentence that says why it is none. */
export type FileRead =
  | { readonly type: 'run'; readonly sent: Sent }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'link'; readonly link: string }
  /** Recordings of a real kernel: another part of the program knows what to do with them. */
  | { readonly type: 'traces' }
  | { readonly type: 'problem'; readonly message: string };

/** Says by its content what a file is; its name is what people like. Never throws. */
export function readFile(text: string): FileRead {
  const bare = text.replace(/^\ufeff/, '').trimStart();
  if (/^kmapscope\b/.test(bare) || /^#[^\n]*\n\s*kmapscope\b/.test(bare)) return { type: 'text', text };
  if (bare.startsWith('{') && isTrace(bare)) return { type: 'traces' };
  if (!bare.startsWith('{') && bare.length < LINK_AT_MOST && openLink(bare).ok) return { type: 'link', link: bare };
  const shared = decodeFile(text);
  return shared.ok ? { type: 'run', sent: sentOf(shared.value) } : { type: 'problem', message: shared.error.message };
}

const LINK_AT_MOST = 16 * 1024;

/** The first line of a recording is an object of its own and says of which kernel it is. */
function isTrace(text: string): boolean {
  const first = /^\{[^\n]*\}(?=\r?\n|$)/.exec(text)?.[0] ?? '';
  return /"(format":\s*"hmtruth|meta":)/.test(first.slice(0, 4096));
}
