import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { err, ok, type Result } from '../base/result.ts';

/** Far beyond any recording, and little enough to hold in memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads a file, or standard input for `-`; `.gz` is unpacked. `npm run` starts us in the project's folder: a relative name is meant from
 * where the reader typed it.
 */
export function readInput(file: string): Result<string, string> {
  try {
    if (file === '-') return ok(readFileSync(0, 'utf8'));
    const path = resolve(startFolder(), file);
    if (statSync(path).size > MAX_BYTES) return err('this file has more than 256 MiB');
    const bytes = readFileSync(path);
    return ok((file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString('utf8'));
  } catch (error) {
    return err(problemOf(error));
  }
}

function startFolder(): string {
  const typedIn = process.env['npm_lifecycle_event'] === 'kmapscope' ? process.env['INIT_CWD'] : undefined;
  return typedIn ?? process.cwd();
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'this file may not be read',
  EPERM: 'this file may not be read',
  Z_DATA_ERROR: 'this is not a gzip file',
  Z_BUF_ERROR: 'this gzip file is cut off',
  ERR_BUFFER_TOO_LARGE: 'this file unpacks to more than 256 MiB',
  EAGAIN: 'nothing can be read from standard input',
};

/** What the system said, as the beginning of a sentence. */
function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return PROBLEMS[code] ?? `it cannot be read (${code})`;
}
