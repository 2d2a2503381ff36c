import { ok, type Result } from '../base/result.ts';
import { format } from '../scenario/format.ts';
import { isFtrace, readFtrace } from './ftrace.ts';
import { ftraceScenario } from './ftrace-scenario.ts';
import { isPtdump, readPtdump } from './ptdump.ts';
import { ptdumpScenario } from './ptdump-scenario.ts';
import type { TextMistake } from './text-mistake.ts';

/** Texts that a kernel writes and that can be opened as a run. */
export type KernelText = 'ptdump' | 'ftrace';

/** Which of them a text is, by how its first line begins; null when it is none. Lines of a shell before it (`# cat …`) are passed over. */
export function kernelTextOf(text: string): KernelText | null {
  for (const raw of text
    .slice(0, 16 * 1024)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)) {
    const line = raw.trim();
    if (isPtdump(line)) return 'ptdump';
    if (isFtrace(line)) return 'ftrace';
    if (line !== '' && !/^[#$]/.test(line)) return null;
  }
  return null;
}

/** The scenario text that a kernel's text is opened as: its note says what was found, what was left out, and what no such text tells. */
export function scenarioOfKernelText(kind: KernelText, text: string): Result<string, TextMistake> {
  if (kind === 'ptdump') {
    const dump = readPtdump(text);
    return dump.ok ? ok(format(ptdumpScenario(dump.value))) : dump;
  }
  const ftrace = readFtrace(text);
  return ftrace.ok ? ok(format(ftraceScenario(ftrace.value))) : ftrace;
}
