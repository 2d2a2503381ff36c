// `npm start`: from a fresh clone to the app in the browser. It serves the build, so what one sees is what is published.
import { ensureDependencies } from './dependencies.mjs';
import { root, say } from './system.mjs';

ensureDependencies();
const { build } = await import('vite'); // not before npm ci
say('Building kmapscope …');
process.chdir(root);
await build({ logLevel: 'warn' });

// Vite's own command line from here on: it prints the address and takes arguments: npm start -- --port 8080 --host
const vite = new URL('../../node_modules/vite/bin/vite.js', import.meta.url);
process.argv = [process.execPath, vite.pathname, 'preview', ...process.argv.slice(2)];
await import(vite.href);
