/** How far a link travels, by the length of the whole URL: what the share dialog says, and who would cut it. */
export type LinkTier = {
  readonly tier: 'gold' | 'green' | 'amber' | 'red';
  /** Length of the whole URL in characters, and the most that is still of this tier (null: no limit). */
  readonly length: number;
  readonly max: number | null;
  readonly says: string;
  /** Carriers that are known to cut, drop or spoil a link of this length. */
  readonly cutBy: readonly string[];
};

type Row = { readonly tier: LinkTier['tier']; readonly max: number; readonly says: string };

const ROWS: readonly Row[] = [
  { tier: 'gold', max: 300, says: 'Short enough for a QR code, a slide, or to read out.' },
  { tier: 'green', max: 1_900, says: 'Safe everywhere.' },
  {
    tier: 'amber',
    max: 7_900,
    says: 'Safe in browsers, mail and repositories; some chats cut it. Trim the run, drop branches, or save a file.',
  },
];
const RED = 'Too long for a link. Save it as a file.';

/** Limits as met in the field (design notes, "Limits that matter"), in characters of the URL. */
const CARRIERS: readonly { readonly name: string; readonly max: number }[] = [
  { name: 'a QR code on a projector', max: 300 },
  // No number is known for these three; cut or spoiled links are reported from about here on.
  { name: 'WhatsApp', max: 1_900 },
  { name: 'iMessage', max: 1_900 },
  { name: 'X', max: 1_900 },
  { name: 'Discord', max: 2_000 },
  { name: 'Microsoft Teams', max: 2_048 },
  { name: 'link shorteners', max: 2_048 },
  { name: 'Slack', max: 4_000 },
  { name: 'software that stops at the 8,000 octets RFC 9110 asks for', max: 7_900 },
  { name: "Firefox's history and bookmarks", max: 65_536 },
];

/** The tier of a whole URL (host, path and fragment) of so many characters. */
export function linkTier(length: number): LinkTier {
  const row = ROWS.find(({ max }) => length <= max);
  const cutBy = CARRIERS.filter(({ max }) => length > max).map(({ name }) => name);
  if (row === undefined) return { tier: 'red', length, max: null, says: RED, cutBy };
  return { ...row, length, cutBy };
}
