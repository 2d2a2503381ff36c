import type { CpuView, Frame, TlbView } from '../../timeline/frame.ts';
import { vaKind } from '../../model/va.ts';
import { shortPage } from '../../viz/stage-data.ts';

/** How the panel names the life of a CPU. */
export function stateWords({ state }: CpuView): string {
  switch (state) {
    case 'dead':
      return 'offline';
    case 'online':
      return 'online';
    case 'dying':
      return 'dying';
    case 'starting':
      return 'starting';
    case 'stopped':
      return 'stopped at a BUG';
  }
}

/** What it is in the middle of, outermost first: one chip each. */
export function contextChips({ context, calls, task, state }: CpuView): readonly string[] {
  if (state === 'dead') return [];
  const ground =
    context === 'idle' && calls.length === 0
      ? 'idle'
      : context === 'stopper'
        ? 'stopper'
        : task === null
          ? 'task'
          : `task${String(task)}`;
  // Where calls are nested the ground they stand on goes without saying.
  return [...(calls.length > 1 ? [] : [ground]), ...calls.map(({ fn }) => fn)];
}

/** A TLB entry in few letters: `s0`, of another CPU's strip `cpu1.s0`, of the pkmap window `pkmap1`. */
export function tlbPlace(cpu: number, { place }: TlbView): string {
  const [, owner, slot] = /^cpu(\d+)\.slot(\d+)$/.exec(place) ?? [];
  if (owner === undefined || slot === undefined) return place;
  return Number(owner) === cpu ? `s${slot}` : `cpu${owner}.s${slot}`;
}

export function tlbSpoken(frame: Frame, { place, page, secure }: TlbView): string {
  return `${place.replace('.slot', ' slot ')} is cached as ${shortPage(frame, page)}${secure ? ', a secure page' : ''}`;
}

/** Addresses it holds that no slot shows: of the pkmap window and of the linear map. */
export function heldElsewhere({ held }: CpuView): number {
  return held.filter((va) => vaKind(va) !== 'slot').length;
}
