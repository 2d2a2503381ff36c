// Makes node_modules agree with package-lock.json, and says nothing when it already does.
// Usage: node e2e/scripts/dependencies.mjs (every npm script that a newcomer may type first begins with it).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, say } from './system.mjs';

/** The floor of Vite 8; keep in step with "engines" in package.json. */
const NODE_FLOOR = /** @type {const} */ ([20, 19]);

/** @typedef {{ readonly packages: Readonly<Record<string, { readonly version?: string, readonly optional?: boolean }>> }} Lockfile */

/**
 * The package of the lockfile that is not installed as written there; undefined when all are.
 * Optional ones (binaries of other platforms) may be absent.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json, which npm writes last, after the files
 * @returns {string | undefined}
 */
export function firstMissing(wanted, installed) {
  return Object.entries(wanted.packages).find(([path, { version, optional }]) => {
    if (path === '') return false; // the project itself
    const there = installed.packages[path];
    return there === undefined ? optional !== true : there.version !== version;
  })?.[0];
}

/**
 * @param {string} path
 * @returns {Lockfile | undefined} undefined when there is no such file
 */
function readLockfile(path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined; // a fresh clone
  }
  return /** @type {Lockfile} */ (JSON.parse(text)); // npm's own, whose shape is documented
}

/** Installs what is missing; ends the process with a sentence when that cannot be done. */
export function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor < NODE_FLOOR[1])) {
    say(`kmapscope needs Node.js ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const wanted = readLockfile(join(root, 'package-lock.json'));
  const installed = readLockfile(join(root, 'node_modules', '.package-lock.json'));
  if (wanted !== undefined && installed !== undefined && firstMissing(wanted, installed) === undefined) return;
  say('Installing the dependencies of package-lock.json (npm ci) …');
  // --include=dev: the app is built from source, so it needs its tools even where NODE_ENV says production.
  if (run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'])) return;
  say('npm ci failed (see above). With a working connection to the npm registry, run: npm ci');
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) ensureDependencies();
