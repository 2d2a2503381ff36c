import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CrashBoundary } from './CrashBoundary.tsx';

const copied: string[] = [];
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('navigator', {
    userAgent: 'a browser',
    clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React says every caught error aloud
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function Broken(): ReactNode {
  throw new RangeError('slot 17 of 16');
}

async function shown(children: ReactNode, link: () => string): Promise<HTMLElement> {
  const place = document.createElement('div');
  await act(async () => {
    createRoot(place).render(<CrashBoundary link={link}>{children}</CrashBoundary>);
    await Promise.resolve();
  });
  return place;
}

test('what works is shown as it is', async () => {
  expect((await shown(<p>stage</p>, () => '')).innerHTML).toBe('<p>stage</p>');
});

test('a screen that fails says so, and its report carries the failure and the link of the run', async () => {
  const place = await shown(<Broken />, () => 'https://example.org/#/r/1abc');
  expect(place.querySelector('[role=alert]')?.textContent).toContain('slot 17 of 16');
  const copy = [...place.querySelectorAll('button')].find((button) => button.textContent === 'Copy report');
  await act(async () => {
    copy?.click();
    await Promise.resolve();
  });
  expect(copied[0]).toContain('RangeError: slot 17 of 16');
  expect(copied[0]).toContain('https://example.org/#/r/1abc');
  expect(copy?.textContent).toBe('Report copied');
});

test('when the link is what failed, the address of the page stands for it', async () => {
  const place = await shown(<Broken />, () => {
    throw new Error('no link');
  });
  expect(place.textContent).toContain('(no link: Error: no link)');
});
