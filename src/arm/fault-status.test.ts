import { expect, test } from 'vitest';
import { DFSR_LPAE, DFSR_SHORT, lpaeFaultStatus, shortFaultStatus, unhandledFaultText } from './fault-status.ts';
import { tablePicture } from './testing/table-picture.ts';

test('the register with short descriptors', () => {
  expect(DFSR_SHORT.title).toBe('DFSR, short descriptors');
  expect(tablePicture(DFSR_SHORT)).toBe(`31:14 RES0[31:14]
13 CM: no | yes
12 ExT: 0 | 1
11 WnR: read | write
10 FS[4]
9 LPAE: short descriptors | long descriptors
8 RES0[8]
7:4 Domain
3:0 FS[3:0]`);
});

test('the register with LPAE', () => {
  expect(DFSR_LPAE.title).toBe('DFSR, LPAE');
  expect(tablePicture(DFSR_LPAE)).toBe(`31:14 RES0[31:14]
13 CM: no | yes
12 ExT: 0 | 1
11 WnR: read | write
10 RES0[10]
9 LPAE: short descriptors | long descriptors
8:6 RES0[8:6]
5:0 STATUS`);
});

test.each([
  [0x005, 0x05, 'SIGSEGV', 'section translation fault', false, false],
  [0x805, 0x05, 'SIGSEGV', 'section translation fault', true, false],
  [0x007, 0x07, 'SIGSEGV', 'page translation fault', false, false],
  [0x807, 0x07, 'SIGSEGV', 'page translation fault', true, false],
  [0x008, 0x08, 'SIGBUS', 'external abort on non-linefetch', false, false],
  [0x1008, 0x08, 'SIGBUS', 'external abort on non-linefetch', false, true],
  [0x1808, 0x08, 'SIGBUS', 'external abort on non-linefetch', true, true],
  [0x80f, 0x0f, 'SIGSEGV', 'page permission fault', true, false],
  [0x406, 0x16, 'SIGBUS', 'imprecise external abort', false, false],
  [0x1406, 0x16, 'SIGBUS', 'imprecise external abort', false, true],
  [0xc06, 0x16, 'SIGBUS', 'imprecise external abort', true, false],
  [0x1c06, 0x16, 'SIGBUS', 'imprecise external abort', true, true],
  [0x017, 0x07, 'SIGSEGV', 'page translation fault', false, false], // a domain beside it does not matter
] as const)('DFSR %i is status %i: %s, %s', (dfsr, status, signal, text, write, external) => {
  expect(shortFaultStatus(dfsr)).toEqual({ status, signal, text, write, external });
});

test('all 32 statuses with short descriptors', () => {
  const all = Array.from({ length: 32 }, (_, status) => shortFaultStatus(((status & 16) << 6) | (status & 15)));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 32 }, (_, status) => status));
  expect(all.map(({ signal, text }) => `${signal} ${text}`)).toEqual([
    'SIGSEGV vector exception',
    'SIGBUS alignment exception',
    'SIGKILL terminal exception',
    'SIGBUS alignment exception',
    'SIGBUS external abort on linefetch',
    'SIGSEGV section translation fault',
    'SIGBUS external abort on linefetch',
    'SIGSEGV page translation fault',
    'SIGBUS external abort on non-linefetch',
    'SIGSEGV section domain fault',
    'SIGBUS external abort on non-linefetch',
    'SIGSEGV page domain fault',
    'SIGBUS external abort on translation',
    'SIGSEGV section permission fault',
    'SIGBUS external abort on translation',
    'SIGSEGV page permission fault',
    ...[16, 17, 18, 19].map((n) => `SIGBUS unknown ${String(n)}`),
    'SIGBUS lock abort',
    'SIGBUS unknown 21',
    'SIGBUS imprecise external abort',
    'SIGBUS unknown 23',
    'SIGBUS dcache parity error',
    ...[25, 26, 27, 28, 29, 30, 31].map((n) => `SIGBUS unknown ${String(n)}`),
  ]);
});

test('all statuses with LPAE that have a name', () => {
  const named = Array.from({ length: 64 }, (_, status) => lpaeFaultStatus(status)).filter(
    ({ text }) => !text.startsWith('unknown'),
  );
  expect(named.map(({ status, signal, text }) => `${String(status)} ${signal} ${text}`)).toEqual([
    '4 SIGBUS reserved translation fault',
    '5 SIGSEGV level 1 translation fault',
    '6 SIGSEGV level 2 translation fault',
    '7 SIGSEGV level 3 translation fault',
    '8 SIGBUS reserved access flag fault',
    '9 SIGSEGV level 1 access flag fault',
    '10 SIGSEGV level 2 access flag fault',
    '11 SIGSEGV level 3 access flag fault',
    '12 SIGBUS reserved permission fault',
    '13 SIGSEGV level 1 permission fault',
    '14 SIGSEGV level 2 permission fault',
    '15 SIGSEGV level 3 permission fault',
    '16 SIGBUS synchronous external abort',
    '17 SIGBUS asynchronous external abort',
    ...[20, 21, 22, 23].map((n) => `${String(n)} SIGBUS synchronous abort (translation table walk)`),
    '24 SIGBUS synchronous parity error',
    '25 SIGBUS asynchronous parity error',
    ...[28, 29, 30, 31].map((n) => `${String(n)} SIGBUS synchronous parity error (translation table walk`),
    '33 SIGBUS alignment fault',
    '34 SIGBUS debug event',
    '52 SIGBUS implementation fault (lockdown abort)',
    '58 SIGBUS implementation fault (coprocessor abort)',
  ]);
  expect(lpaeFaultStatus(0)).toEqual({ status: 0, signal: 'SIGBUS', text: 'unknown 0', write: false, external: false });
  expect(lpaeFaultStatus(0x1a11)).toMatchObject({ status: 17, write: true, external: true });
});

test('the line the kernel prints (R-Mobile APE6, an asynchronous abort)', () => {
  expect(unhandledFaultText(shortFaultStatus(0x1406), 0x1406, 0)).toBe(
    'Unhandled fault: imprecise external abort (0x1406) at 0x00000000',
  );
  expect(unhandledFaultText(shortFaultStatus(7), 7, 0xfff00000)).toBe(
    'Unhandled fault: page translation fault (0x007) at 0xfff00000',
  );
});
