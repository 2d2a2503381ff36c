/**
 * A text of others as it may be shown on a terminal: what a terminal would obey instead of showing (an escape, a bell, a carriage return)
 * becomes U+FFFD. Line feeds and tabs stay.
 */
export const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd');
