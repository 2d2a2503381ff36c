import type {} from 'react';

declare module 'react' {
  /** Custom properties that a panel hands to its style sheet. */
  interface CSSProperties {
    '--indent'?: number;
    '--speed'?: number;
    '--lanes'?: number;
    '--digits'?: number;
  }
}
