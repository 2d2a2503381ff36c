// What this machine has, and how to give it what it lacks. Plain Node without dependencies: it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** What the scripts remember between runs; goes away with node_modules, so a fresh clone decides anew. */
export const memory = join(root, 'node_modules', '.cache', 'kmapscope');

/**
 * Says one line to the person who waits. On stderr, so that `npm run -s kmapscope` keeps stdout for the answer.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command in the project's folder and shows what it prints, on stderr unless told otherwise.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, stdout?: boolean, quiet?: boolean }} [options]
 * @returns {boolean} whether it ended with 0
 */
export function run(command, args, options = {}) {
  // npm and npx are .cmd files on Windows, which only a shell can start; every argument here is a literal of ours.
  const shell = process.platform === 'win32';
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = options.quiet === true ? 'ignore' : ['ignore', options.stdout === true ? 1 : 2, 2];
  const result = spawnSync(command, args, { cwd: root, stdio, shell, timeout: options.timeoutMs });
  return result.status === 0;
}

/**
 * Where a program stands on PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function onPath(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, file))
    .find(isExecutable);
}

/**
 * @param {string} path
 * @returns {boolean}
 */
export function isExecutable(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // there, but not ours to run
  }
}

/**
 * Installs Debian packages where that can be done without asking for a password.
 * @param {readonly string[]} packages
 * @returns {boolean} whether apt-get was there, allowed, and succeeded
 */
export function aptInstall(packages) {
  if (onPath('apt-get') === undefined) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return false;
  const sudo = isRoot ? [] : ['sudo', '-n'];
  say(`Installing ${packages.join(', ')} with apt-get …`);
  /** @param {readonly string[]} args */
  const apt = (args) => {
    const [command = 'env', ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
    return run(command, rest);
  };
  apt(['update']); // a mirror that is down matters only if the package cannot be had from the others
  return apt(['install', '-y', ...packages]);
}
