/** The Castagnoli polynomial, bits reversed (RFC 9260, appendix A). */
const POLYNOMIAL = 0x82f63b78;

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C of a text of ASCII characters, a byte each, as an unsigned 32-bit number. */
export function crc32c(ascii: string): number {
  let crc = 0xffff_ffff;
  for (let at = 0; at < ascii.length; at++) crc = (crc >>> 8) ^ (TABLE[(crc ^ ascii.charCodeAt(at)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
