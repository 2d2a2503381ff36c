import type { ReactNode } from 'react';
import { EVIDENCE, LEFT_OUT, NOT_DETERMINED, OBSERVED } from '../../lessons/evidence.ts';
import { Whole } from '../shared/Whole.tsx';
import { Dialog } from './Dialog.tsx';
import './believe.css';

const number = (n: number): string => n.toLocaleString('en');
const sum = (of: (row: (typeof EVIDENCE)[number]) => number): number =>
  EVIDENCE.reduce((total, row) => total + of(row), 0);

const differing = (n: number): string => (n === 0 ? 'none disagrees' : `${number(n)} disagree`);

const COLUMNS = ['kernel', 'build', 'played as', 'traces', 'operations', 'observations', 'disagree'] as const;

/** Why believe this? Which real kernels the model was held against, what agreed, and what the picture leaves out. */
export function BelieveDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog title="Why believe this?" onClose={onClose} wide>
      <div className="believe">
        <p className="lead">
          The model was replayed against {number(sum((row) => row.traces))} traces recorded from real{' '}
          <Whole>32-bit</Whole> ARM kernels under emulation. After each of {number(sum((row) => row.operations))}{' '}
          operations everything that was seen is compared: {number(sum((row) => row.observations))} observations, of
          which {differing(sum((row) => row.disagreements))}.
        </p>
        <div className="believe-table" tabIndex={0} role="region" aria-label="Recorded kernels">
          <table>
            <thead>
              <tr>
                {COLUMNS.map((name, i) => (
                  <th key={name} scope="col" className={i > 2 ? 'number' : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {EVIDENCE.map((row) => (
                <tr key={`${row.kernel} ${row.build}`}>
                  <th scope="row">{row.kernel}</th>
                  <td>{row.build}</td>
                  <td className="mono">{row.preset}</td>
                  {[row.traces, row.operations, row.observations, row.disagreements].map((n, i) => (
                    <td key={COLUMNS[i + 3]} className="number mono">
                      {number(n)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Points title="What is compared" points={OBSERVED} />
        <Points title="What is chance in a recording" points={NOT_DETERMINED} />
        <Points title="What this picture leaves out" points={LEFT_OUT.map(({ text }) => text)} />
        <p className="fine">
          A part of the traces ships with the source and is replayed by its tests; <code>kmapscope verify</code> replays
          any other of the same format.
        </p>
      </div>
    </Dialog>
  );
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }): ReactNode {
  return (
    <section>
      <h3 className="label">{title}</h3>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </section>
  );
}
