import react from '@vitejs/plugin-react';
import type { Plugin, Rolldown } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';

/** The published page talks to nobody but itself and runs no code but its own. (frame-ancestors has no effect in a meta.) */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only in the build: the dev server's hot reload lives on inline scripts and styles. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'kmapscope:csp',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * Vite 8.3 takes a stylesheet that could not be fetched for one that was: what it has asked for once it never asks for again
 * (preloadOnce() leaves the key behind). Asked for again here; app/lost-styles.ts takes out the link.
 */
function refetchStyles(): Plugin {
  return {
    name: 'kmapscope:refetch-styles',
    apply: 'build',
    transform: {
      filter: { id: /vite\/preload-helper/ },
      handler: (code) => {
        const mended = code.replace(/seen\[href\] = (undefined|void 0)/g, 'delete seen[href]');
        if (mended === code) throw new Error('vite/preload-helper is written otherwise now: is this still needed?');
        return { code: mended, map: null };
      },
    },
  };
}

/** What the first picture is made of besides the entry: the screen, and the model in its worker. */
const isOfFirstPicture = (file: Rolldown.OutputAsset | Rolldown.OutputChunk): boolean =>
  file.type === 'chunk' ? file.name === 'screen' : /session\.worker-[^/]*\.js$/.test(file.fileName);

/** All of that is wanted as soon as the page's own code runs: its way here begins with that of the page. */
function preloadFirstPicture(): Plugin {
  return {
    name: 'kmapscope:preload-first-picture',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const parts = Object.values(bundle).filter(isOfFirstPicture);
        const files = parts.flatMap((part) => [part.fileName, ...(part.type === 'chunk' ? part.imports : [])]);
        return [...new Set(files)]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

/** `vite build --mode cli`: the command line as one file for Node, for "bin" in package.json. */
const cliBuild = {
  ssr: 'src/cli/main.ts',
  outDir: 'dist-cli',
  target: 'node20',
  copyPublicDir: false,
  rolldownOptions: { output: { entryFileNames: 'kmapscope.js', banner: '#!/usr/bin/env node' } },
};

/**
 * Few files, and each asked for as a whole: what opens the run, React (which stays the same from release to release), the screen, what makes
 * and reads links. A part that comes later brings what none of these has.
 */
const codeSplitting = {
  groups: [
    { name: 'start', tags: ['$initial' as const], priority: 3 },
    { name: 'react', test: /\/node_modules\/(react|react-dom|scheduler)\/|rolldown\/runtime/, priority: 2 },
    { name: 'screen', test: /\/src\/app\/show-app\.ts$/, priority: 1 },
    { name: 'kernels', test: /\/src\/model\/(eras|config)\.ts$/, priority: 1 },
    { name: 'links', test: /\/src\/state\/link\.ts$/, priority: 0 },
  ],
};

/** `vite build`: a static folder that works under any path; nothing is inlined, for the sake of the policy above. */
const appBuild = {
  outDir: 'dist',
  target: 'es2023',
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  rolldownOptions: { output: { codeSplitting } },
};

const HOUR_MS = 3_600_000;

// `--mode long` (npm run test:long): the same tests with time to spare, and those of e2e/long besides.
// A test that can do more with more time asks `import.meta.env.MODE === 'long'`.
export default defineConfig(({ mode }) => {
  const long = mode === 'long';
  const timeouts = long ? { testTimeout: HOUR_MS, hookTimeout: HOUR_MS } : { testTimeout: 60_000, hookTimeout: 60_000 };
  const project = (
    name: string,
    include: string[],
    environment: 'node' | 'happy-dom' = 'node',
    exclude: string[] = [],
  ) => ({
    extends: true as const,
    mode, // a project does not inherit it
    test: { name, include, environment, exclude: [...configDefaults.exclude, ...exclude] },
  });
  const withDom = 'src/{viz,ui,app}/**/*.test.{ts,tsx}';
  return {
    base: './',
    plugins: [react(), contentSecurityPolicy(), refetchStyles(), preloadFirstPicture()],
    worker: { format: 'es' as const },
    build: mode === 'cli' ? cliBuild : appBuild,
    ...(mode === 'cli' ? { ssr: { noExternal: true as const } } : {}),
    server: { host: '127.0.0.1' },
    preview: { host: '127.0.0.1' },
    test: {
      ...timeouts,
      setupFiles: ['e2e/scripts/examples.ts'],
      projects: [
        project('unit', ['src/**/*.test.{ts,tsx}', 'e2e/scripts/**/*.test.ts'], 'node', [withDom]),
        project('unit-dom', [withDom], 'happy-dom'),
        project('kernel', ['e2e/kernel/**/*.test.ts']),
        project('checkers', ['e2e/checkers/**/*.test.ts']),
        ...(long ? [project('long', ['e2e/long/**/*.test.ts'])] : []),
      ],
    },
  };
});
