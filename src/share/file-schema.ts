import { LIMITS } from './limits.ts';
import { LENSES, RADICES, SPEEDS, ZOOMS } from './shared.ts';

const count = { type: 'integer', minimum: 0, maximum: LIMITS.number } as const;
const lines = (description: string) =>
  ({ type: 'array', maxItems: LIMITS.events, items: { type: 'string' }, description }) as const;

/** JSON Schema (draft 2020-12) of the file twin, for editors and other programs; file.ts is what really reads. */
export const FILE_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A kmapscope run',
  type: 'object',
  additionalProperties: false,
  required: ['format', 'version', 'scenario', 'branches', 'cursor', 'kernels', 'view', 'digest'],
  properties: {
    format: { const: 'kmapscope' },
    version: { const: 1 },
    scenario: lines('The text of the main branch, line by line; the first is "kmapscope 1".'),
    branches: {
      type: 'array',
      maxItems: LIMITS.forks,
      description: 'The other futures; the first is branch 1, the main one is 0.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'parent', 'at', 'lines'],
        properties: {
          name: { type: 'string', maxLength: LIMITS.name },
          parent: { ...count, description: 'The branch it was forked from; it comes before.' },
          at: { ...count, description: 'Steps it shared with its parent when it was forked.' },
          lines: lines('Its whole text but the first line.'),
        },
      },
    },
    cursor: {
      type: 'object',
      additionalProperties: false,
      required: ['branch', 'at', 'micro'],
      properties: {
        branch: count,
        at: { ...count, description: 'Just after this step; 0 is just booted.' },
        micro: { type: ['integer', 'null'], minimum: 0, description: 'Ticks into the next step.' },
      },
    },
    kernels: { type: 'array', maxItems: LIMITS.kernels, items: { type: 'string' }, description: 'Compared with.' },
    view: {
      type: 'object',
      additionalProperties: false,
      required: ['lens', 'speed', 'selection', 'radix', 'zoom', 'projector'],
      properties: {
        lens: { enum: LENSES },
        speed: { enum: SPEEDS },
        selection: { type: ['string', 'null'], maxLength: LIMITS.name },
        radix: { enum: RADICES },
        zoom: { enum: ZOOMS },
        projector: { type: 'boolean' },
      },
    },
    digest: { type: 'string', pattern: '^[0-9a-f]{8}$', description: 'Of the machine at the cursor, hexadecimal.' },
  },
} as const;
