import type { ReactNode } from 'react';
import { Explore } from '../ui/explore/Explore.tsx';
import { addressOf } from './address-bar.ts';
import { copyText } from './clipboard.ts';
import { makeChannel, startExplorers } from './explorers.ts';

const OUTSIDE = { explorers: startExplorers(), channel: makeChannel, copy: copyText, addressOf };

/** The explorer with the workers that explore: nothing of it is here before it is opened. */
export function Explorer(): ReactNode {
  return <Explore outside={OUTSIDE} />;
}
