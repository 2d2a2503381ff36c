import fc from 'fast-check';

/**
 * The examples that properties are tried on: the same ones in every run of `npm test`, so that a change is judged by what it changed and not
 * by luck; fresh ones in `npm run test:long`, and with `EXAMPLES=fresh`. What fresh ones find becomes a test of its own.
 */
const FIRST_MAIL = 2013_04_08;
const fresh = import.meta.env.MODE === 'long' || process.env['EXAMPLES'] === 'fresh';
if (!fresh) fc.configureGlobal({ seed: FIRST_MAIL });
