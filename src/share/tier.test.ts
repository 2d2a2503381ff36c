import { expect, test } from 'vitest';
import { linkTier } from './tier.ts';

test.each([
  [1, 'gold'],
  [300, 'gold'],
  [301, 'green'],
  [1_900, 'green'],
  [1_901, 'amber'],
  [7_900, 'amber'],
  [7_901, 'red'],
  [100_000, 'red'],
] as const)('a URL of %i characters is %s', (length, tier) => {
  expect(linkTier(length).tier).toBe(tier);
});

test('a gold link is cut by nobody; the longer a link, the more carriers cut it', () => {
  expect(linkTier(300).cutBy).toEqual([]);
  expect(linkTier(1_900).cutBy).toEqual(['a QR code on a projector']);
  expect(linkTier(2_001).cutBy).toContain('Discord');
  expect(linkTier(2_001).cutBy).not.toContain('Microsoft Teams');
  expect(linkTier(2_049).cutBy).toContain('Microsoft Teams');
  expect(linkTier(4_001).cutBy).toContain('Slack');
  expect(linkTier(70_000).cutBy).toHaveLength(10);
});

test('each tier says what to do', () => {
  expect(linkTier(2_500)).toMatchObject({ max: 7_900, length: 2_500, says: expect.stringMatching(/save a file\.$/) });
  expect(linkTier(9_000)).toMatchObject({ max: null, says: 'Too long for a link. Save it as a file.' });
});
