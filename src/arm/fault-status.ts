import type { FieldTable } from './fields.ts';
import { bits, fieldTable, fieldValue, flag } from './fields.ts';
import { hex32 } from './hex.ts';

/**
 * What the data fault status register says after an abort, and what Linux calls it.
 * Registers: Arm ARM DDI 0487, DFSR. Texts and signals: arch/arm/mm/fsr-2level.c (the same in 3.6, 4.0 and 6.12) and fsr-3level.c;
 * fsr_fs() of arch/arm/mm/fault.h picks the status bits.
 */
export type FaultStatus = {
  /** FS (bit 10 and bits 3:0), or STATUS (bits 5:0) with LPAE. */
  readonly status: number;
  /** Linux' words for it. */
  readonly text: string;
  /** What a user program gets, and what do_DataAbort() hands to arm_notify_die(). */
  readonly signal: FaultSignal;
  /** WnR: the access was a write. */
  readonly write: boolean;
  /** ExT: an external abort whose kind is left to the implementation. */
  readonly external: boolean;
};
export type FaultSignal = 'SIGSEGV' | 'SIGBUS' | 'SIGKILL';
type FaultRow = readonly [status: number, signal: FaultSignal, text: string];

const EXT = flag('ExT', 12, 'Which kind of external abort; the implementation says.', '0', '1');
const WNR = flag('WnR', 11, 'Write not read: what the access was.', 'read', 'write');
const CM = flag('CM', 13, 'The fault came from cache maintenance.', 'no', 'yes');
const LPAE = (set: string, clear: string) => flag('LPAE', 9, 'Which format the register has.', clear, set);

/** DFSR with short descriptors. */
export const DFSR_SHORT: FieldTable = fieldTable('DFSR, short descriptors', 'Arm ARM DDI 0487, DFSR', 32, [
  bits('RES0[31:14]', 31, 14, 'Reserved.'),
  CM,
  EXT,
  WNR,
  bits('FS[4]', 10, 10, 'Highest bit of the fault status: set for asynchronous aborts.'),
  LPAE('long descriptors', 'short descriptors'),
  bits('RES0[8]', 8, 8, 'Reserved.'),
  bits('Domain', 7, 4, 'The domain of the address, where it is known.'),
  bits('FS[3:0]', 3, 0, 'The other bits of the fault status.'),
]);

/** DFSR with LPAE. */
export const DFSR_LPAE: FieldTable = fieldTable('DFSR, LPAE', 'Arm ARM DDI 0487, DFSR', 32, [
  bits('RES0[31:14]', 31, 14, 'Reserved.'),
  CM,
  EXT,
  WNR,
  bits('RES0[10]', 10, 10, 'Reserved.'),
  LPAE('long descriptors', 'short descriptors'),
  bits('RES0[8:6]', 8, 6, 'Reserved.'),
  bits('STATUS', 5, 0, 'The fault status.'),
]);

const SHORT_FAULTS: readonly FaultRow[] = [
  [0x00, 'SIGSEGV', 'vector exception'],
  [0x01, 'SIGBUS', 'alignment exception'],
  [0x02, 'SIGKILL', 'terminal exception'],
  [0x03, 'SIGBUS', 'alignment exception'],
  [0x04, 'SIGBUS', 'external abort on linefetch'],
  [0x05, 'SIGSEGV', 'section translation fault'],
  [0x06, 'SIGBUS', 'external abort on linefetch'],
  [0x07, 'SIGSEGV', 'page translation fault'],
  [0x08, 'SIGBUS', 'external abort on non-linefetch'],
  [0x09, 'SIGSEGV', 'section domain fault'],
  [0x0a, 'SIGBUS', 'external abort on non-linefetch'],
  [0x0b, 'SIGSEGV', 'page domain fault'],
  [0x0c, 'SIGBUS', 'external abort on translation'],
  [0x0d, 'SIGSEGV', 'section permission fault'],
  [0x0e, 'SIGBUS', 'external abort on translation'],
  [0x0f, 'SIGSEGV', 'page permission fault'],
  [0x14, 'SIGBUS', 'lock abort'],
  [0x16, 'SIGBUS', 'imprecise external abort'],
  [0x18, 'SIGBUS', 'dcache parity error'],
];

const WALK_ABORT = 'synchronous abort (translation table walk)';
// The closing parenthesis is missing in fsr-3level.c too.
const WALK_PARITY = 'synchronous parity error (translation table walk';

const LPAE_FAULTS: readonly FaultRow[] = [
  [4, 'SIGBUS', 'reserved translation fault'],
  [5, 'SIGSEGV', 'level 1 translation fault'],
  [6, 'SIGSEGV', 'level 2 translation fault'],
  [7, 'SIGSEGV', 'level 3 translation fault'],
  [8, 'SIGBUS', 'reserved access flag fault'],
  [9, 'SIGSEGV', 'level 1 access flag fault'],
  [10, 'SIGSEGV', 'level 2 access flag fault'],
  [11, 'SIGSEGV', 'level 3 access flag fault'],
  [12, 'SIGBUS', 'reserved permission fault'],
  [13, 'SIGSEGV', 'level 1 permission fault'],
  [14, 'SIGSEGV', 'level 2 permission fault'],
  [15, 'SIGSEGV', 'level 3 permission fault'],
  [16, 'SIGBUS', 'synchronous external abort'],
  [17, 'SIGBUS', 'asynchronous external abort'],
  [20, 'SIGBUS', WALK_ABORT],
  [21, 'SIGBUS', WALK_ABORT],
  [22, 'SIGBUS', WALK_ABORT],
  [23, 'SIGBUS', WALK_ABORT],
  [24, 'SIGBUS', 'synchronous parity error'],
  [25, 'SIGBUS', 'asynchronous parity error'],
  [28, 'SIGBUS', WALK_PARITY],
  [29, 'SIGBUS', WALK_PARITY],
  [30, 'SIGBUS', WALK_PARITY],
  [31, 'SIGBUS', WALK_PARITY],
  [33, 'SIGBUS', 'alignment fault'],
  [34, 'SIGBUS', 'debug event'],
  [52, 'SIGBUS', 'implementation fault (lockdown abort)'],
  [58, 'SIGBUS', 'implementation fault (coprocessor abort)'],
];

/** What a DFSR value (32 bits) says on a kernel with short descriptors. */
export function shortFaultStatus(dfsr: number): FaultStatus {
  const value = (name: string) => fieldValue(DFSR_SHORT, hex32(dfsr), name);
  return faultStatus(SHORT_FAULTS, 16 * value('FS[4]') + value('FS[3:0]'), value);
}

/** What a DFSR value (32 bits) says on a kernel with LPAE. */
export function lpaeFaultStatus(dfsr: number): FaultStatus {
  const value = (name: string) => fieldValue(DFSR_LPAE, hex32(dfsr), name);
  return faultStatus(LPAE_FAULTS, value('STATUS'), value);
}

function faultStatus(rows: readonly FaultRow[], status: number, value: (name: string) => number): FaultStatus {
  const [, signal, text] = rows.find(([code]) => code === status) ?? [status, 'SIGBUS', `unknown ${String(status)}`];
  return { status, text, signal, write: value('WnR') === 1, external: value('ExT') === 1 };
}

/** The line that do_DataAbort() prints for a fault nobody handles, arch/arm/mm/fault.c. `dfar` means nothing for an asynchronous abort. */
export function unhandledFaultText(fault: FaultStatus, dfsr: number, dfar: number): string {
  return `Unhandled fault: ${fault.text} (0x${dfsr.toString(16).padStart(3, '0')}) at 0x${hex32(dfar)}`;
}
