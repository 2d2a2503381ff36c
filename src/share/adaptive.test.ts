import fc from 'fast-check';
import { expect, test } from 'vitest';
import { squeeze, squeezedSource } from './adaptive.ts';
import type { Role } from './bytes.ts';
import { ROLES } from './bytes.ts';

const marked = fc.array(fc.record({ byte: fc.nat(255), role: fc.nat(ROLES - 1).map((role) => role as Role) }), {
  maxLength: 200,
});

test('bytes of any roles come back when they are asked for by the same roles', () => {
  fc.assert(
    fc.property(marked, (items) => {
      const bytes = Uint8Array.from(items.map(({ byte }) => byte));
      const source = squeezedSource(
        squeeze(
          bytes,
          items.map(({ role }) => role),
        ),
      );
      expect(items.map(({ role }) => source.next(role))).toEqual([...bytes]);
      expect(source.flaw).toBeNull();
    }),
  );
});

test('what a link takes does not depend on links before it', () => {
  const bytes = Uint8Array.from([0, 1, 72]);
  const first = squeeze(bytes, [7, 8, 0]);
  squeeze(
    Uint8Array.from({ length: 500 }, (_, i) => i % 251),
    Array<Role>(500).fill(0),
  );
  expect(squeeze(bytes, [7, 8, 0])).toEqual(first);
});
