// `npm start`: from a fresh clone to the app in the browser. It serves the build, so what one sees is what is published.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { root, run, say } from './system.mjs';

ensureDependencies();
say('Building kmapscope …');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
if (!run(process.execPath, [vite, 'build', '--logLevel', 'warn'])) process.exit(1);
// Vite prints the address; further arguments are its own: npm start -- --port 8080 --host
const server = spawn(process.execPath, [vite, 'preview', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
