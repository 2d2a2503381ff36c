import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// The house rules that a linter can see. Who may import whom is src/layers.test.ts; what the pure folders may name is
// src/tsconfig.pure.json, save what ES2023 and this file share: the clock and the dice are part of the language.

const PURE = '{base,arm,model,explore,scenario,timeline,interop,share,lessons,engine}';
const TESTS = ['**/*.test.{ts,tsx}', '**/*.spec.ts', '**/*.nocompile.ts'];

/** The globals that would make a pure folder depend on when, where or how often it runs. */
const IMPURE_GLOBALS = [
  ...['Date', 'Intl', 'crypto', 'performance', 'console', 'process', 'globalThis', 'self', 'window', 'document'],
  ...[
    'navigator',
    'location',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'fetch',
    'WeakRef',
    'FinalizationRegistry',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'eval'],
];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Named exports only: a name that is the same everywhere can be searched for.',
};
const NO_BARREL = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels: import the file that defines it.',
};
const NO_ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'A union of literals, not an enum: plain data crosses the wall.',
};
const NO_CLASS = {
  selector: 'ClassDeclaration, ClassExpression',
  message: 'Types and functions in the pure folders, no classes: plain data can be copied, compared and sent.',
};

export default defineConfig(
  globalIgnores(['dist', 'dist-cli', 'coverage', 'test-results', 'playwright-report', 'reports']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', 400],
      'no-console': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_BARREL, NO_ENUM],
      eqeqeq: 'error',
      'no-empty': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      // A number in a sentence is what this program is about; a flag in one is fine too.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `_` says: the caller passes it, this one does not need it.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
    },
  },
  {
    files: [`src/${PURE}/**/*.ts`],
    ignores: [...TESTS, 'src/engine/*.worker.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': [
        'error',
        ...IMPURE_GLOBALS.map((name) => ({ name, message: 'Pure folder: pass it in.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pure folder: pass a seed in.' },
      ],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_BARREL, NO_ENUM, NO_CLASS],
    },
  },
  {
    files: ['src/{ui,app}/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended']],
    rules: { 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // The scripts run before there is a compiler; a JSDoc cast of JSON.parse is seen by tsc and not by these two.
    files: ['e2e/scripts/**'],
    rules: { '@typescript-eslint/no-unsafe-return': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  { files: ['src/cli/**', 'e2e/bench/**', 'e2e/scripts/**'], rules: { 'no-console': 'off' } },
  { files: ['*.config.{js,ts}', 'e2e/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: TESTS,
    rules: {
      // A fixture's shape is the test's business, and a failed expectation says more than a narrowed type.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // What must not compile is written down to show that it does not.
    files: ['**/*.nocompile.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
