import type { ReactNode } from 'react';

/** Signs that no bundled font has, drawn on a grid of 16. */
const PATHS = {
  first: 'M3 3.2v9.6M13 3.2 6 8l7 4.8z',
  back: 'M11.5 3.2 4.5 8l7 4.8z',
  play: 'M4.5 2.8 13 8l-8.5 5.2z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  step: 'M4.5 3.2 11.5 8l-7 4.8z',
  last: 'M13 3.2v9.6M3 3.2 10 8l-7 4.8z',
  down: 'm4 6.2 4 4 4-4',
  right: 'm6.2 4 4 4-4 4',
  up: 'm4 9.8 4-4 4 4',
  arrow: 'M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  cross: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5h7.5v7.5H5.5zM3 10.5V3h7.5',
  link: 'M6.5 9.5l3-3M7.5 4.8l1.2-1.2a2.6 2.6 0 0 1 3.7 3.7l-1.2 1.2M8.5 11.2l-1.2 1.2a2.6 2.6 0 0 1-3.7-3.7l1.2-1.2',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
  lock: 'M4 7.5h8v5.5H4zM5.5 7.5V5.8a2.5 2.5 0 0 1 5 0v1.7',
  fork: 'M4.5 3v10M4.5 8.5c0-3 7-1.5 7-5M2.9 3h3.2M9.9 3.2h3.2M2.9 13h3.2',
  explore: 'M8 2.2v3.3M8 5.5 3.6 9M8 5.5 12.4 9M3.6 9v4M12.4 9v4M3.6 9l3.6 4M12.4 9l-3.6 4',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z',
  costs: 'M2 13.5h12M4 11V8.5M8 11V3M12 11V6',
  text: 'M3 4h10M3 7h7M3 10h10M3 13h5',
  alert: 'M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.2v.1',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3',
} as const;

export type IconName = keyof typeof PATHS;
const SOLID: readonly IconName[] = ['play', 'pause', 'back', 'step', 'first', 'last'];

/** A decoration: the element it stands in says in words what it means. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      className={`icon${SOLID.includes(name) ? ' filled' : ''}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** `old → new` as it is read: the arrow is drawn, the word "to" is spoken. */
export function Arrow(): ReactNode {
  return (
    <span className="arrow">
      <span className="only-read"> to </span>
    </span>
  );
}
