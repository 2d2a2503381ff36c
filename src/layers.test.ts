import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Who may import whom; imports of types count, tests and their helpers (testing/) are exempt. Debt, if any, would be a row with a name on it. */
type Row = { readonly folders: string; readonly packages: string };
const LAW: Readonly<Record<string, Row>> = {
  base: { folders: '', packages: '' },
  arm: { folders: 'base', packages: '' },
  model: { folders: 'arm base', packages: '' },
  explore: { folders: 'base', packages: '' },
  scenario: { folders: 'model arm base', packages: '' },
  timeline: { folders: 'scenario model arm base', packages: '' },
  interop: { folders: 'scenario model arm base', packages: '' },
  share: { folders: 'scenario base', packages: 'fflate' },
  lessons: { folders: 'scenario model base', packages: '' },
  engine: { folders: 'timeline explore interop scenario model arm base', packages: '' },
  cli: {
    folders: 'engine explore interop share lessons timeline scenario model arm base',
    packages: 'commander node:*',
  },
  state: { folders: 'engine share lessons timeline scenario model arm base', packages: 'zustand/vanilla' },
  viz: { folders: 'timeline model arm base', packages: 'd3-*' },
  ui: {
    folders: 'state viz lessons timeline scenario model arm base',
    packages: 'react react/* react-dom react-dom/* zustand radix-ui @codemirror/* @fontsource/* idb-keyval uqr',
  },
  app: {
    folders: 'ui viz state cli engine lessons share interop timeline scenario explore model arm base',
    packages:
      'react react/* react-dom react-dom/* zustand zustand/* radix-ui @codemirror/* @fontsource/* idb-keyval uqr d3-* fflate',
  },
};

const SRC = import.meta.dirname;
const MAX_LINES = 400;
const MAX_README_LINES = 10;

/** 'pte-short.ts', 'explore.worker.ts', '01-stray.ts' | 'CpuPanel.tsx' */
const FILE_NAME = /^([a-z0-9]+(-[a-z0-9]+)*(\.(test|worker|nocompile))?\.(ts|css)|[A-Z][A-Za-z0-9]*(\.test)?\.tsx)$/;

/** Everything a file of src does that the law speaks of. */
type Facts = { readonly imports: readonly string[]; readonly indexesCells: boolean; readonly exportsDefault: boolean };

function factsOf(path: string, text: string): Facts {
  const imports: string[] = [];
  let indexesCells = false;
  let exportsDefault = false;
  const visit = (node: ts.Node): void => {
    const named = importedBy(node);
    if (named !== undefined && ts.isStringLiteralLike(named)) imports.push(named.text);
    if (ts.isElementAccessExpression(node) && /(^|\.)cells$/.test(node.expression.getText())) indexesCells = true;
    if (isDefaultExport(node)) exportsDefault = true;
    ts.forEachChild(node, visit);
  };
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind));
  return { imports, indexesCells, exportsDefault };
}

/** What a node imports, in each of the ways there are: import, export from, import(), the type import(), new URL(…, import.meta.url). */
function importedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  const isUrl = ts.isNewExpression(node) && node.arguments?.[1]?.getText() === 'import.meta.url';
  return isUrl ? node.arguments[0] : undefined;
}

/** `export default …` in its three forms: an expression, a declaration, `export { x as default }`. */
function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

const matches = (name: string, patterns: string): boolean =>
  patterns
    .split(' ')
    .some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

/** Why `path` (relative to src) may not import `what`; undefined: it may. */
function forbidden(path: string, what: string): string | undefined {
  const from = path.split('/')[0] ?? '';
  const row = LAW[from];
  if (row === undefined) return `${path}: '${from}' has no row in the import law`;
  if (!what.startsWith('.')) {
    return matches(what, row.packages)
      ? undefined
      : `${path} imports '${what}'; ${from} may import: ${row.packages || 'no package'}`;
  }
  if (!/\.(ts|tsx|css|svg|json)$/.test(what.replace(/\?.*$/, '')))
    return `${path} imports '${what}' without its extension`;
  if (what.includes('/testing/')) return `${path} imports '${what}', which is for tests only`;
  const to = new URL(what, `file:///src/${path}`).pathname.replace(/^\/src\//, '').split('/')[0] ?? '';
  if (to === from || matches(to, row.folders)) return undefined;
  return `${path} imports '${what}'; ${from} may import: ${row.folders || 'nothing'}`;
}

/** Every breach of the law in one file, each a sentence that names the culprit. */
function breaches(path: string, text: string): readonly string[] {
  const lines = text.trimEnd().split('\n').length;
  const found = lines > MAX_LINES ? [`${path} has ${lines} lines; ${MAX_LINES} is where it wants to be two ideas`] : [];
  const name = path.split('/').at(-1) ?? '';
  if (!FILE_NAME.test(name)) found.push(`${path} is named neither kebab-case.ts nor PascalCase.tsx`);
  if (/\.test\.tsx?$/.test(path) || path.includes('/testing/') || path.endsWith('.css')) return found;
  const { imports, indexesCells, exportsDefault } = factsOf(path, text);
  for (const what of imports) {
    const reason = forbidden(path, what);
    if (reason !== undefined) found.push(reason);
  }
  if (indexesCells && path !== 'model/machine.ts')
    found.push(`${path} indexes cells; ask model/machine.ts for an accessor by name`);
  if (exportsDefault) found.push(`${path} has a default export`);
  return found;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.includes('/') && /\.(ts|tsx|css)$/.test(path));
const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('no file breaks the import law, the size, the naming or the privacy of the cells', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap((path) => breaches(path, readFileSync(join(SRC, path), 'utf8')))).toEqual([]);
});

test('every folder has a row in the law and a README of at most ten lines', () => {
  const wrong = folders.flatMap(({ name }) => {
    const readme = join(SRC, name, 'README.md');
    if (LAW[name] === undefined) return [`src/${name} has no row in the import law`];
    if (!existsSync(readme)) return [`src/${name}/README.md is missing`];
    const lines = readFileSync(readme, 'utf8').trimEnd().split('\n').length;
    return lines > MAX_README_LINES ? [`src/${name}/README.md has ${lines} lines`] : [];
  });
  expect(wrong).toEqual([]);
});

test('the law itself goes one way: no folder can reach itself', () => {
  const reaches = (from: string, goal: string, seen: ReadonlySet<string>): boolean =>
    (LAW[from]?.folders ?? '')
      .split(' ')
      .filter((next) => next !== '' && !seen.has(next))
      .some((next) => next === goal || reaches(next, goal, new Set([...seen, next])));
  expect(Object.keys(LAW).filter((folder) => reaches(folder, folder, new Set()))).toEqual([]);
  expect(reaches('app', 'base', new Set())).toBe(true);
});

test.each([
  [
    'a type-only import',
    'arm/fixmap.ts',
    `import type { Machine } from '../model/machine.ts';`,
    /arm may import: base/,
  ],
  ['a type in an annotation', 'model/x.ts', `let f: import('../timeline/frame.ts').Frame;`, /'..\/timeline\/frame.ts'/],
  ['a dynamic import', 'viz/x.ts', `await import('../state/store.ts');`, /viz may import/],
  ['a re-export', 'share/link.ts', `export { step } from '../model/step.ts';`, /share may import: scenario base/],
  ['a worker', 'ui/workers.ts', `new URL('../engine/session.worker.ts', import.meta.url);`, /ui may import/],
  ['a helper of tests', 'share/link.ts', `import { page } from '../scenario/testing/arbitrary.ts';`, /for tests only/],
  ['a package', 'base/hash.ts', `import { gzip } from 'fflate';`, /base may import: no package/],
  ['a built-in of Node', 'engine/serve.ts', `import { readFile } from 'node:fs';`, /'node:fs'/],
  ['React in a mark', 'viz/slot-grid.ts', `import { useRef } from 'react';`, /viz may import: d3-/],
  ['a missing extension', 'base/hash.ts', `import { ensure } from './assert';`, /without its extension/],
  ['a folder without a row', 'utils/x.ts', `import { ensure } from '../base/assert.ts';`, /no row/],
  ['a look into the block', 'timeline/frame.ts', `const word = machine.cells[3];`, /indexes cells/],
  ['a default export', 'model/step.ts', `export default function step() {}`, /default export/],
  ['a renamed default export', 'model/step.ts', `const a = 1; export { a as default };`, /default export/],
  ['a long file', 'model/step.ts', 'const a = 1;\n'.repeat(MAX_LINES + 1), /401 lines/],
  ['a name in camelCase', 'model/topPte.ts', '', /kebab-case/],
])('the checker sees %s', (_, path, text, complaint) => {
  expect(breaches(path, text)).toEqual([expect.stringMatching(complaint)]);
});

test('what is allowed passes, comments and strings included', () => {
  const text = `// import { x } from '../app/x.ts'; m.cells[0]
    import { fixToVirt } from '../arm/fixmap.ts';
    import type { Brand } from '../base/brand.ts';
    import { other } from './other.ts';
    const say = "import('../ui/x.ts')"; const copy = m.cells.slice();
    switch (copy) { default: break }`;
  expect(breaches('model/x.ts', text)).toEqual([]);
  expect(breaches('model/machine.ts', 'const word = machine.cells[3];')).toEqual([]);
});
