import type { ReactNode } from 'react';
import type { Crash } from '../../state/state.ts';

/** A failure of ours: what happened, how to go on, and a report with the run in it. */
export function ErrorPanel({
  crash,
  link,
  onRecover,
  onCopy,
}: {
  readonly crash: Crash;
  readonly link: string;
  readonly onRecover: () => void;
  readonly onCopy: (text: string, what: string) => void;
}): ReactNode {
  const report = `${crash.name}: ${crash.message}\n${crash.stack}\n\n${link}`;
  return (
    <section className="error-panel" role="alertdialog" aria-modal="false" aria-labelledby="error-title">
      <h2 id="error-title">kmapscope has failed, and it is not your fault</h2>
      <p>
        The simulation stopped with “{crash.message}”. Your run is safe: it can be opened again, or reported with the
        link that leads here.
      </p>
      <div className="dialog-actions">
        <button type="button" className="solid" onClick={onRecover}>
          Open the run again
        </button>
        <button type="button" className="box" onClick={() => onCopy(report, 'report')}>
          Copy report
        </button>
      </div>
      <details>
        <summary>What the program said</summary>
        <pre>{report}</pre>
      </details>
    </section>
  );
}
