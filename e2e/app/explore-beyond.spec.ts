import { expect } from '@playwright/test';
import { explorer } from './explorer.ts';
import { test } from './test.ts';

// What the explorer asks only where somebody wants to know: callers, callbacks, tasks and pages beyond what kernels usually do.

test('callers that nest deeper than their strip are asked about too: the window of machine.md H8', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('rfc-v2');
  await x.pick('CPUs', '2');
  await x.pick('slots each', '1');
  await v.press(x.panel.getByRole('checkbox', { name: 'A CPU nests one mapping more than it has slots.' }));
  await x.ask();
  await expect(x.panel).toContainText('also nesting one mapping deeper than its slots');
  await expect(x.property('Nobody loses a mapping that is in use.')).toContainText(
    /violated with 2 CPUs.*, by a slot that two have in use at once/,
  );
  await x.show('counterexample of depth_in_bounds');
  await expect(x.panel).toContainText('What is shown is of rfc-v2, not of rfc-no-hook, so it is no branch of it.');
  await expect(x.panel.getByText('so it is not on this map')).toBeHidden();
});

test('a callback that maps after the hook, and a lowmem page: machine.md H10 and H7', async ({ v }) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('rfc-v2');
  await x.pick('CPUs', '2');
  await x.pick('slots each', '1');
  await x.choose('One switch of the kernel', { label: 'with late_callback=maps' });
  await v.press(x.panel.getByRole('checkbox', { name: /^The driver also hands over a lowmem page/ }));
  await x.ask();
  await expect(x.panel).toContainText(
    /rfc-v2 with late_callback=maps, 2 CPUs, 1 page, 1 slot; .*, a driver handing over a lowmem page too;/,
  );
  await expect(x.property('No valid PTE maps a secure page.')).toContainText(
    /, by a stray slot of a CPU that is offline/,
  );
  await expect(x.property('The firewall never refuses an access.')).toContainText(
    /, by the linear map, which no flush/,
  );
});

test('a task that sleeps with a mapping, on a kernel with one switch changed: the wrong index of machine.md H9', async ({
  v,
}) => {
  await v.open();
  const x = explorer(v);
  await x.open();
  await x.askLittle('rfc-dead-hook');
  await x.pick('CPUs', '2');
  await x.pick('slots each', '1');
  await x.choose('One switch of the kernel', { label: 'with index_owner=task' });
  await v.press(x.panel.getByRole('checkbox', { name: /^Tasks sleep with a mapping in hand/ }));
  await x.ask();
  await expect(x.panel).toContainText(
    /rfc-dead-hook with index_owner=task, 2 CPUs, 1 page, 1 slot; .*, without interrupts, suspend, pkmap and lowmem,/,
  );
  await x.another('no_pte_maps_secure');
  const never = x.property('No valid PTE maps a secure page.');
  await expect(never).toContainText(/another cause with 2 CPUs.*, by a stray slot of a CPU that is offline(?!,)/);
  await v.press(never.getByRole('button', { name: /^Text of the other counterexample/ }));
  await expect(never).toContainText(
    /cpu0: kmap_local_page\(page0\)[^]*cpu0: cpu_down\(cpu1\)\s+cpu0: kunmap_local\(\)/,
  );
});
