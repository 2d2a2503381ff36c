/** A table as comma-separated values (RFC 4180): CRLF after every row, quotes around what has a comma, a quote or a line break in it. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * A text that a spreadsheet would take for a formula (=, +, -, @ at its beginning) gets a ' in front: names come out of links, and links
 * from anybody.
 */
function field(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : value.replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
