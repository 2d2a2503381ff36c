// Runs the project's tests inside this process, many times over and from the start each time: modules are compiled once (every mutant in
// them, see mutants.mjs) and evaluated anew for each mutant. What of vitest the tests use is small; `expect` is vitest's own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import fc from 'fast-check';
import ts from 'typescript';

/**
 * @typedef {() => unknown} Body
 * @typedef {{ readonly name: string, readonly run: Body }} Test
 * @typedef {Record<string, unknown>} Exports
 * @typedef {(exports: Exports, require: (name: string) => unknown, meta: object) => void} Factory
 */

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
const expect = Object.assign(
  /** @param {unknown} value @param {string} [message] */ (value, message) => chai.expect(value, message),
  chai.expect,
);
Object.assign(
  expect,
  /** @type {Record<symbol, Record<string, unknown>>} */ (/** @type {unknown} */ (globalThis))[
    ASYMMETRIC_MATCHERS_OBJECT
  ],
);
Reflect.set(globalThis, GLOBAL_EXPECT, expect);
setState({ assertionCalls: 0, customTesters: [] }, /** @type {never} */ (expect));
// JestExtend adds it, with the expect that it extends as first argument.
const extensible = /** @type {{ extend: (expect: unknown, matchers: unknown) => void }} */ (
  /** @type {unknown} */ (chai.expect)
);
extensible.extend(expect, customMatchers);
// Snapshots are vitest's own business: here they notice nothing.
extensible.extend(expect, { toMatchInlineSnapshot: () => ({ pass: true, message: () => '' }) });

// The same examples every time, few of them, and no looking for a smaller one: whether a mutant dies must not be a matter of luck.
fc.configureGlobal({ seed: 20130408, endOnFailure: true });
const MOST_RUNS = 10;
/** @type {typeof fc.assert} */
const assert = (property, params) =>
  /** @type {never} */ (fc.assert(property, { ...params, numRuns: Math.min(params?.numRuns ?? MOST_RUNS, MOST_RUNS) }));
const fastCheck = { ...fc, assert };

/** Where the registered tests of the file that is being evaluated go. @type {Test[]} */
let registering = [];

/** @param {string} name @param {Body} run */
const test = (name, run) => {
  registering.push({ name, run });
};
/** A row of a table is the arguments, unless it is the only one. @param {unknown} row @returns {readonly unknown[]} */
const argumentsOf = (row) => (Array.isArray(row) ? row : [row]);

/** @param {readonly unknown[]} rows */
test.each = (rows) => (/** @type {string} */ name, /** @type {(...row: readonly unknown[]) => unknown} */ run) => {
  for (const row of rows) test(name, () => run(...argumentsOf(row)));
};
/** @param {string} _name @param {Body} body */
const describe = (_name, body) => {
  body();
};
/** @param {readonly unknown[]} rows */
describe.each = (rows) => (/** @type {string} */ _name, /** @type {(...row: readonly unknown[]) => void} */ body) => {
  for (const row of rows) body(...argumentsOf(row));
};
const vitest = { test, it: test, describe, expect };

const COMPILER = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, esModuleInterop: true };

/**
 * A place to run tests in.
 * @param {string} root the project's folder
 * @param {ReadonlyMap<string, string>} instrumented by path from the root: texts that stand in place of the files
 */
export function makeHost(root, instrumented) {
  const fromRoot = createRequire(join(root, 'package.json'));
  /** @type {Map<string, Factory>} */
  const factories = new Map();
  /** @type {Map<string, Exports>} */
  let modules = new Map();

  /** @param {string} path absolute */
  const factoryOf = (path) => {
    const known = factories.get(path);
    if (known !== undefined) return known;
    const relative = path.slice(root.length + 1).replaceAll('\\', '/');
    const source = instrumented.get(relative) ?? readFileSync(path, 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER, fileName: path });
    const body = `(exports, require, __meta) => {${outputText.replaceAll('import.meta', '__meta')}\n}`;
    const factory = /** @type {Factory} */ (vm.runInThisContext(body, { filename: path }));
    factories.set(path, factory);
    return factory;
  };

  /** @param {string} path absolute @returns {Exports} */
  const load = (path) => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    /** @type {Exports} */
    const exports = {};
    modules.set(path, exports);
    const require = (/** @type {string} */ name) => {
      if (name === 'vitest') return vitest;
      if (name === 'fast-check') return { ...fastCheck, default: fastCheck, __esModule: true };
      return name.startsWith('.') ? load(resolve(dirname(path), name)) : fromRoot(name);
    };
    const meta = { env: { MODE: 'mutation' }, dirname: dirname(path), url: pathToFileURL(path).href };
    factoryOf(path)(exports, require, meta);
    return exports;
  };

  return {
    /** Forgets every module: the next file is evaluated from the start. */
    restart: () => {
      modules = new Map();
    },
    /** Evaluates a test file. @param {string} file from the root @returns {readonly Test[]} in the order in which they stand */
    testsOf: (/** @type {string} */ file) => {
      registering = [];
      load(join(root, file));
      return registering;
    },
  };
}
