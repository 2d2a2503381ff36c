import { expect } from '@playwright/test';
import { HANDS } from './hands.ts';
import { test } from './test.ts';

// The main job: a newcomer does what the mail of 2013 tells, goes back to before the flush, and sends the link; whoever opens it sees the
// same. With each kind of hands, and nothing but these hands.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const hands of HANDS) {
  test.describe(`by ${hands}`, () => {
    test.use({ hands, ...(hands === 'touch' ? PHONE : {}) });

    test('a newcomer plays the story, steps back to before the flush and sends it', async ({ v, somebodyElse }) => {
      await v.open();

      await v.map(1, 'page5');
      expect(await v.mapped()).toEqual(['cpu1 slot 0: live, page 5']);

      await v.unmap(1);
      await expect(v.slot(1, 0)).toHaveAccessibleName('cpu1 slot 0: stray, page 5');

      await v.cpuDown(1);
      await expect(v.cpu(1)).toContainText('offline');
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 5']);

      await v.flush(0);
      expect(await v.mapped(), 'the flush does not reach a CPU that is offline').toEqual([
        'cpu1 slot 0: stray, page 5',
      ]);

      await v.protect(0, 'page5');
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 5, exposed']);

      await v.speculate(2, 'cpu1.slot0');
      await expect(v.fault).toBeVisible();
      expect(await v.sentence()).toMatch(/fault|refuse|abort/i);
      expect(await v.cursor()).toBe('8 of 8');

      await v.stepBack(3);
      expect(await v.cursor()).toBe('5 of 8');
      await expect(v.fault).toBeHidden();
      expect(await v.mapped()).toEqual(['cpu1 slot 0: stray, page 5']);
      const seen = await v.everything();

      const link = await v.copiedLink();
      expect(link).toContain('#/r/1');

      const other = await somebodyElse();
      await other.openLink(link);
      expect(await other.everything()).toEqual(seen);
      await expect(other.banner).toBeHidden();

      await other.last();
      expect(await other.mapped()).toEqual(['cpu1 slot 0: stray, page 5, exposed']);
      await expect(other.fault).toBeVisible();
    });
  });
}
