import { memo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { SPEEDS, type Speed, type Zoom } from '../../state/state.ts';
import { Icon, type IconName } from '../shared/Icon.tsx';
import { letGo } from '../shared/let-go.ts';
import { SegmentsOfTime } from '../shared/Segments.tsx';

export type TransportProps = {
  readonly at: number;
  readonly length: number;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly zoom: Zoom;
  readonly canKind: readonly [previous: boolean, next: boolean];
  readonly on: {
    readonly first: () => void;
    readonly back: () => void;
    readonly togglePlay: () => void;
    readonly step: () => void;
    readonly last: () => void;
    readonly previousOfKind: () => void;
    readonly nextOfKind: () => void;
    readonly speed: (speed: Speed) => void;
    readonly zoom: (zoom: Zoom) => void;
    readonly seek: (at: number) => void;
  };
};

/** First, back, play, step, last; how fast, how fine, and to which step. */
export function Transport(props: TransportProps): ReactNode {
  const { playing, speed, zoom, canKind, on } = props;
  const noWayBack = props.atStart ? 'This is the start.' : null;
  const noWayOn = props.atEnd ? 'This is the end of the run.' : null;
  return (
    <div className="transport" role="toolbar" aria-label="Time">
      {/* On a phone these stay under the thumb, and the others stand with the lanes. */}
      <div className="under-thumb">
        <div className="buttons">
          <Key icon="first" label="First" keys="Home" off={noWayBack} onClick={on.first} />
          <Key icon="back" label="Step back" keys="left arrow" off={noWayBack} onClick={on.back} />
          <Key
            icon={playing ? 'pause' : 'play'}
            label={playing ? 'Pause' : 'Play'}
            keys="space"
            off={props.length === 0 ? 'There are no steps yet.' : null}
            onClick={on.togglePlay}
            main
          />
          <Key icon="step" label="Step" keys="right arrow" off={noWayOn} onClick={on.step} />
          <Key icon="last" label="Last" keys="End" off={noWayOn} onClick={on.last} />
        </div>
        <GoTo at={props.at} length={props.length} onSeek={on.seek} />
        <Speeds speed={speed} onSpeed={on.speed} />
      </div>
      <div className="buttons kind">
        <Key
          icon="up"
          turned
          label="Previous of this kind"
          keys="N"
          off={canKind[0] ? null : 'There is no earlier step of this kind.'}
          onClick={on.previousOfKind}
        />
        <span className="quiet">same kind</span>
        <Key
          icon="down"
          turned
          label="Next of this kind"
          keys="n"
          off={canKind[1] ? null : 'There is no later step of this kind.'}
          onClick={on.nextOfKind}
        />
      </div>
      <SegmentsOfTime legend="How fine a step is" name="zoom" options={ZOOM_OPTIONS} value={zoom} onChange={on.zoom} />
    </div>
  );
}

// It stays as it is while time moves on: to write the name of a radio button once more has the browser sort its group anew.
const Speeds = memo(function Speeds({
  speed,
  onSpeed,
}: {
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
}): ReactNode {
  return (
    <label className="speed">
      <span className="only-read">Speed of playing</span>
      <select
        value={speed}
        onChange={({ target }) => {
          onSpeed(SPEEDS.find((one) => String(one) === target.value) ?? 1);
          letGo(target);
        }}
      >
        {SPEEDS.map((one) => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
    </label>
  );
});

const ZOOM_OPTIONS: readonly (readonly [Zoom, string, string])[] = [
  ['calls', 'calls', 'A step is a whole call.'],
  ['lines', 'lines', 'A step is one indivisible line of the kernel’s code. Key: l'],
];

const Key = memo(function Key({
  icon,
  label,
  keys,
  off,
  onClick,
  main = false,
  turned = false,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly keys: string;
  readonly off: string | null;
  readonly onClick: () => void;
  readonly main?: boolean;
  readonly turned?: boolean;
}): ReactNode {
  return (
    <button
      type="button"
      className={`key${main ? ' main' : ''}${turned ? ' turned' : ''}`}
      aria-label={label}
      aria-disabled={off !== null}
      data-tip={off ?? `${label}. Key: ${keys}`}
      onClick={off === null ? onClick : undefined}
    >
      <Icon name={icon} />
    </button>
  );
});

/** `8 of 9`: the number can be typed over. No form: a frame that may run scripts may not be allowed to send forms. */
function GoTo({
  at,
  length,
  onSeek,
}: {
  readonly at: number;
  readonly length: number;
  readonly onSeek: (at: number) => void;
}): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const go = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): void => {
    if (key !== 'Enter') return;
    const to = Number.parseInt(typed ?? '', 10);
    if (!Number.isNaN(to)) onSeek(Math.max(0, Math.min(length, to)));
    // What was typed is done: the keys of the page are to work again.
    currentTarget.blur();
  };
  return (
    <div className="go-to">
      <label style={{ '--digits': Math.max(3, String(length).length) }}>
        <span className="only-read">Go to step</span>
        <input
          inputMode="numeric"
          enterKeyHint="go"
          value={typed ?? String(at)}
          onChange={(event) => setTyped(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => setTyped(null)}
          onKeyDown={go}
        />
      </label>
      <span className="quiet">of {length}</span>
    </div>
  );
}
