import type { Role, Source } from './bytes.ts';
import { sourceOf, take } from './bytes.ts';
import { DICTIONARY } from './dictionary.ts';
import { getFrame } from './frame.ts';
import type { Predictor } from './predictor.ts';
import { codeByte, copyPredictor, newPredictor, season } from './predictor.ts';
import { rangeDecoder, rangeEncoder } from './range-coder.ts';

/** What a predictor has learned from reading the frames of the dictionary once through. */
const TAUGHT: Predictor = teach(DICTIONARY);

function teach(example: Uint8Array): Predictor {
  const predictor = newPredictor();
  const plain = sourceOf(example);
  const listening: Source = {
    next: (role) => codeByte(predictor, (_, bit) => bit, role, take(listening, plain.next(role))),
    flaw: null,
    taken: 0,
  };
  while (listening.taken < example.length) getFrame(listening);
  return season(predictor);
}

/** The bytes of a frame as the surprises of a predictor that knows the dictionary. */
export function squeeze(bytes: Uint8Array, roles: readonly Role[]): Uint8Array {
  const predictor = copyPredictor(TAUGHT);
  const { coder, finish } = rangeEncoder();
  roles.forEach((role, at) => codeByte(predictor, coder, role, bytes[at] ?? 0));
  return finish();
}

/** A source over what `squeeze` made. Any bytes give a stream without an end: the caps and the check have to hold it. */
export function squeezedSource(bytes: Uint8Array): Source {
  const predictor = copyPredictor(TAUGHT);
  const coder = rangeDecoder(bytes);
  const source: Source = { next: (role) => take(source, codeByte(predictor, coder, role, 0)), flaw: null, taken: 0 };
  return source;
}
