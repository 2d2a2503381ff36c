import { Component, type ReactNode } from 'react';
import { copyText } from './clipboard.ts';

type Props = { readonly link: () => string; readonly children: ReactNode };
type Caught = { readonly error: Error | null; readonly copied: boolean };

/**
 * A failure of the screen itself: what happened, how to go on, and a report with the link of the run. It leans on nothing that may be what
 * failed: no store, no panel of ours. (React catches errors of rendering in classes only.)
 */
export class CrashBoundary extends Component<Props, Caught> {
  override state: Caught = { error: null, copied: false };

  static getDerivedStateFromError(thrown: unknown): Partial<Caught> {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error, copied } = this.state;
    if (error === null) return this.props.children;
    const report = `${error.name}: ${error.message}\n${error.stack ?? ''}\n\n${safely(this.props.link)}\n${navigator.userAgent}`;
    const copy = (): void => {
      copyText(report).then(
        () => this.setState({ copied: true }),
        () => this.setState({ copied: false }),
      );
    };
    return (
      <main className="error-panel" role="alert">
        <h1>kmapscope has failed, and it is not your fault</h1>
        <p>The screen stopped with “{error.message}”. Your run is safe: it is in the link of this page.</p>
        <p className="dialog-actions">
          <button type="button" className="solid" onClick={() => location.reload()}>
            Open the run again
          </button>
          <button type="button" className="box" onClick={copy}>
            {copied ? 'Report copied' : 'Copy report'}
          </button>
        </p>
        <pre>{report}</pre>
      </main>
    );
  }
}

/** The link may be what failed; then the address of the page says nearly as much. */
function safely(link: () => string): string {
  try {
    return link();
  } catch (error) {
    return `${location.href} (no link: ${String(error)})`;
  }
}
