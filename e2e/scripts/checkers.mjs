// Spin and a C compiler for the cross-check of the exported Promela models. Without them those tests say that they are
// skipped; on Debian they are installed. Usage: node e2e/scripts/checkers.mjs
import { aptInstall, onPath, say } from './system.mjs';

const missing = [
  ...(onPath('spin') === undefined ? ['spin'] : []),
  ...(onPath('gcc') === undefined ? ['gcc', 'libc6-dev'] : []), // gcc only recommends the headers pan.c includes
];
if (missing.length > 0 && !aptInstall(missing)) {
  say(`Not here and not to be installed: ${missing.join(', ')}. The tests in e2e/checkers that need them are skipped.`);
}
