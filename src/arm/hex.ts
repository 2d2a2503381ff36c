/**
 * How numbers are written: as the kernel and the recorded traces write them, lower case, every digit of the word, no prefix; with `0x` where a
 * sentence needs it.
 */

/** The low 32 bits of a number as 8 lower-case hexadecimal digits: `7f98565f`. */
export function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The low 64 bits of a bigint as 16 lower-case hexadecimal digits: `00c000006012371f`. */
export function hex64(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16).padStart(16, '0');
}

/** A whole number ≥ 0 as it stands in a sentence, without leading zeros: `0x1000`. */
export function hexText(value: number): string {
  return `0x${value.toString(16)}`;
}

/** Reads what hex32 writes, in either case and with or without `0x`; null when it is not 1 to 8 hexadecimal digits. */
export function parseHex32(text: string): number | null {
  const digits = /^(?:0x)?([0-9a-f]{1,8})$/i.exec(text)?.[1];
  return digits === undefined ? null : parseInt(digits, 16);
}

/** Reads what hex64 writes, in either case and with or without `0x`; null when it is not 1 to 16 hexadecimal digits. */
export function parseHex64(text: string): bigint | null {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text)?.[1];
  return digits === undefined ? null : BigInt(`0x${digits}`);
}
