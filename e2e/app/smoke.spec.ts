import { expect, test } from '@playwright/test';

test('the build opens under a sub-path, says its name, and asks nobody else for anything', async ({
  page,
  baseURL,
}) => {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));

  await page.goto('');
  await expect(page).toHaveTitle(/kmapscope/);
  await expect(page.getByRole('heading').first()).toBeVisible();

  expect(complaints).toEqual([]);
  expect(requests.length).toBeGreaterThan(1);
  expect(requests.filter((url) => !url.startsWith(String(baseURL)) && !/^(data|blob):/.test(url))).toEqual([]);
});

test('the policy of the page is in force: a script that the page did not ship does not run', async ({ page }) => {
  await page.goto('');
  const violated = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        const script = document.createElement('script');
        script.textContent = 'document.title = "broken into"';
        document.head.append(script);
      }),
  );
  expect(violated).toBe('script-src-elem');
  await expect(page).not.toHaveTitle('broken into');
});
