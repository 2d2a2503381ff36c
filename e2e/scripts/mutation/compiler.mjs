// A mutant that does not compile is dead before any test runs. Asked only about those that no test has killed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** @typedef {import('./mutants.mjs').Mutant} Mutant */

/** @type {ts.LanguageService | undefined} */
let service;
/** @type {{ readonly path: string, readonly text: string } | undefined} */
let patched;
let version = 0;

/** Does the project still compile, in this file at least, with the mutant in it? @param {string} root @param {Mutant} mutant */
export function compiles(root, { file, start, end, replacement }) {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  patched = { path, text: `${source.slice(0, start)}${inPlace(replacement)}${source.slice(end)}` };
  version++;
  service ??= startService(root);
  return [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].length === 0;
}

/** Operators bind as they did in the instrumented text. @param {string} replacement */
function inPlace(replacement) {
  return /^(;|\.\.\.|\[\]$)/.test(replacement) ? replacement : `(${replacement})`;
}

/** @param {string} root */
function startService(root) {
  const { config } = /** @type {{ config: object }} */ (
    ts.readConfigFile(join(root, 'src/tsconfig.pure.json'), (path) => readFileSync(path, 'utf8'))
  );
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'src'));
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => (path === patched?.path ? `patched ${String(version)}` : 'as it is'),
    getScriptSnapshot: (path) => {
      if (path === patched?.path) return ts.ScriptSnapshot.fromString(patched.text);
      return ts.sys.fileExists(path) ? ts.ScriptSnapshot.fromString(readFileSync(path, 'utf8')) : undefined;
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
  });
}
