import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { present } from '../../src/base/assert.ts';
import { readTraces } from '../../src/interop/trace-file.ts';
import type { Trace } from '../../src/interop/trace-format.ts';
import type { TraceKernel } from '../../src/interop/trace-kernel.ts';
import { replayTrace, type Replay } from '../../src/interop/trace-replay.ts';

/** The traces of one recorded file; all of them can be read. */
export function recorded(name: string): readonly Trace[] {
  const packed = readFileSync(new URL(`./traces/${name}.jsonl.gz`, import.meta.url));
  return readTraces(gunzipSync(packed).toString('utf8')).map(({ line, trace }) => {
    if (!trace.ok) throw new Error(`${name}:${line}: ${trace.error}`);
    return trace.value;
  });
}

/** One trace of a file, by its name. */
export function recordedTrace(file: string, name: string): Trace {
  return present(
    recorded(file).find((trace) => trace.name === name),
    `${name} in ${file}`,
  );
}

export function replayed(trace: Trace, on?: TraceKernel): Replay {
  const replay = replayTrace(trace, on);
  if (!replay.ok) throw new Error(`${trace.name}: ${replay.error}`);
  return replay.value;
}
