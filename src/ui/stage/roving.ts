/** One cell of the page table and one frame of memory are in the tab order; arrow keys carry that on as the eye would go. */
export function moveFocus(root: Element, from: SVGElement, key: string): boolean {
  const to = from.dataset['frame'] === undefined ? slotAfter(root, from, key) : frameAfter(root, from, key);
  if (to === null) return false;
  from.setAttribute('tabindex', '-1');
  to.setAttribute('tabindex', '0');
  to.focus();
  return true;
}

const DOWN: Readonly<Record<string, readonly [cpus: number, slots: number]>> = {
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
};

function slotAfter(root: Element, { dataset }: SVGElement, key: string): SVGElement | null {
  const [cpu, slot] = [Number(dataset['cpu']), Number(dataset['slot'])];
  const cell = (c: number, s: number): SVGElement | null =>
    root.querySelector<SVGElement>(`.cell[data-cpu="${String(c)}"][data-slot="${String(s)}"]`);
  if (Number.isNaN(cpu)) return null;
  if (key === 'Home') return cell(cpu, 0);
  if (key === 'End') return root.querySelector<SVGElement>(`.strip[data-cpu="${String(cpu)}"] .row:last-child .cell`);
  const move = DOWN[key];
  return move === undefined ? null : cell(cpu + move[0], slot + move[1]);
}

function frameAfter(root: Element, { dataset }: SVGElement, key: string): SVGElement | null {
  const n = Number(dataset['frame']);
  const frame = (at: number): SVGElement | null => root.querySelector<SVGElement>(`.frame[data-frame="${String(at)}"]`);
  if (key === 'Home') return frame(0);
  if (key === 'End') return root.querySelector<SVGElement>('.frame:last-child');
  const move = DOWN[key];
  return move === undefined ? null : frame(n + move[0] + move[1]);
}
