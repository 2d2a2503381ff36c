/**
 * Names of lanes as they fit on a plot: switches that all of them have are left out, for they tell nothing apart.
 *
 * @param kernels as lanes are named: `rfc-v2 flush=unconditional`
 */
export function laneLabels(kernels: readonly string[]): readonly string[] {
  if (kernels.length < 2) return kernels;
  const switches = kernels.map((kernel) => kernel.split(' ').slice(1));
  const common = new Set((switches[0] ?? []).filter((one) => switches.every((others) => others.includes(one))));
  return kernels.map((kernel) =>
    kernel
      .split(' ')
      .filter((word) => !common.has(word))
      .join(' '),
  );
}
