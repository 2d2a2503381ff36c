/** FNV-1a over 16-bit cells, unsigned 32 bits. */
export function digestCells(cells: Uint16Array): number {
  let hash = 0x811c9dc5;
  for (const cell of cells) {
    hash = Math.imul(hash ^ (cell & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (cell >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
