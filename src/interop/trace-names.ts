import { pteFormat, kmapWords, pteNone, type PteWords } from '../arm/pte-format.ts';
import { pfn } from '../arm/units.ts';
import { hex32 } from '../arm/hex.ts';
import type { PageCode, VaCode } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { vaddrOf } from '../scenario/addresses.ts';
import { vaIndex, vaKind } from '../model/va.ts';
import type { Trace } from './trace-format.ts';

/** How the model's codes are written in a trace: words, addresses, and pages by their place in the trace's list. */
export type TraceNames = {
  readonly words: (page: PageCode) => PteWords;
  readonly address: (va: VaCode) => string;
  /** The page code of an operation's page argument; 0 when the trace lists no such page. */
  readonly page: (argument: number) => PageCode;
  /** The page code of a frame; 0 when it is none of the machine's. */
  readonly ofFrame: (pfn: number) => PageCode;
  /** What a load from the page gives: the recorder had written 0xA5000000 | pfn into each of its own. Null for a page of somebody else. */
  readonly content: (page: PageCode) => string | null;
};

export function traceNames(trace: Trace, config: Config): TraceNames {
  const format = pteFormat(config.switches.pte_format);
  const pfns = config.pfns ?? [];
  const words = [pteNone(format), ...pfns.map((frame) => kmapWords(format, pfn(frame)))];
  const none = pteNone(format);
  const ofFrame = (frame: number): PageCode => 1 + pfns.indexOf(frame);
  const own = new Set(trace.pages.map(([frame]) => frame));
  return {
    words: (page) => words[page] ?? none,
    address: (va) => {
      // The recorder's lowmem pages are two of many: their address is in the trace's list, not at the start of lowmem.
      if (vaKind(va) === 'linear') {
        const frame = pfns[vaIndex(va) - 1];
        return trace.pages.find(([candidate]) => candidate === frame)?.[2] ?? '';
      }
      const vaddr = vaddrOf(config, va);
      return vaddr === null ? '' : hex32(vaddr);
    },
    page: (argument) => ofFrame(trace.pages[argument]?.[0] ?? -1),
    ofFrame,
    content: (page) => {
      const frame = pfns[page - 1] ?? 0;
      return own.has(frame) ? hex32((0xa5000000 | frame) >>> 0) : null;
    },
  };
}
