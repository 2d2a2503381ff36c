import { ensure } from '../base/assert.ts';
import {
  claimedText,
  conditionText,
  plainName,
  printerOf,
  refText,
  sharedName,
  testText,
  writtenText,
  type Dialect,
  type Printer,
} from './printing.ts';
import type { Asked, Expr, Ref, Rule, TransitionSystem, Tree, Variable, Write } from './transition-system.ts';

/**
 * A transition system as a Promela model for Spin: one process that takes one move at a time, each in a `d_step`, so that Spin's states are
 * the system's; a never claim for each property (`pan -N name`), which a violation, or for `sometimes` an example, stops at an assertion; `pan` alone
 * visits all states and counts them. An assertion that fails in the process itself is a mistake of the export, and says so.
 */
export function promelaOf(system: TransitionSystem): string {
  const printer = printerOf(system, PROMELA);
  const moves = system.moves.map((rule) => moveText(printer, rule));
  const claims = system.properties.map((asked, i) => claimText(printer, asked, plainName(system, i)));
  return [
    `/*\n${[...system.about, ...HOW].map((line) => ` * ${comment(line)}`).join('\n')}\n */`,
    system.constants.map(({ name, value, cite }) => `#define ${name} ${value} /* ${comment(cite)} */`).join('\n'),
    system.variables.map(declaration).join('\n'),
    [...printer.shared.values()]
      .map(({ name, text, says }) => `#define ${name} (${text}) /* ${comment(says)} */`)
      .join('\n'),
    `active proctype machine() {\nend:\n  do\n${moves.join('\n')}\n  od\n}`,
    COUNT,
    ...claims,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** Dead variables are kept apart (-o2): else Spin counts states once that differ only in what it takes for dead. */
const HOW = [
  'spin -o2 -a kmap.pml; gcc -O2 -DSAFETY -DNOREDUCE -DNOSTUTTER -o pan pan.c; ./pan -n -m1000000 -N states',
];

/** The claim that is checked unless another is named: it asks nothing, and every state is visited and counted. */
const COUNT = 'never states {\n  do\n  :: true\n  od\n}';

const PROMELA: Dialect = {
  ...{ yes: 'true', no: 'false', and: '&&', or: '||', prefix: '' },
  not: (is) => `!(${is})`,
  choice: (is, yes, no) => `(${is} -> ${yes} : ${no})`,
  isOneOf: (place, values) => {
    const tests = values.map((value) => `${place} == ${value}`);
    return tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
  },
};

const comment = (text: string): string => text.replaceAll('*/', '* /');

function declaration({ name, initial, max, says }: Variable): string {
  const type = max < 256 ? 'byte' : max < 32_768 ? 'short' : 'int';
  const size = initial.length === 1 ? '' : `[${initial.length}]`;
  const [first = 0] = initial;
  const value = initial.every((other) => other === first) ? String(first) : `{${initial.join(', ')}}`;
  return `${type} ${name}${size} = ${value}; /* ${comment(says)} */`;
}

function moveText(printer: Printer, { says, guard, parts, effect }: Rule): string {
  const conditions = [conditionText(printer, guard), ...parts.map((part) => sharedName(printer, part))];
  const asked = conditions.filter((text) => text !== 'true').join(' && ');
  return [
    `  :: d_step { /* ${comment(says)} */`,
    `      ${asked === '' ? 'true' : asked} ->`,
    ...effectLines(printer, effect).map((line) => `      ${line}`),
    '    }',
  ].join('\n');
}

function claimText(printer: Printer, asked: Asked, claim: string): string {
  const { mood, says } = asked;
  const holds = claimedText(printer, asked);
  const what = mood === 'always' ? 'violated' : 'found';
  return `/* ${comment(says)} The assertion fails where it is ${what}. */\nnever ${claim} {\n  do\n  :: assert(${holds})\n  od\n}`;
}

function effectLines(printer: Printer, tree: Tree): readonly string[] {
  switch (tree.type) {
    case 'answer':
      return ['skip'];
    case 'impossible':
      return ['assert(false) /* the export is mistaken */'];
    case 'writes':
      if (tree.writes.length === 0) return ['skip'];
      return inOrder(tree.writes).map(
        ({ to, value }) => `${refText(printer, to)} = ${writtenText(printer, to, value)};`,
      );
    case 'choice': {
      const last = tree.cases.length - 1;
      const lines = tree.cases.flatMap(({ values, then, says }, i) => [
        `:: ${i === last ? 'else' : testText(printer, tree.on, values)} ->${says === undefined ? '' : ` /* ${comment(says)} */`}`,
        ...effectLines(printer, then).map((line) => `   ${line}`),
      ]);
      return ['if', ...lines, 'fi'];
    }
  }
}

/** Writes in an order in which nothing is overwritten that is still to be read. */
function inOrder(writes: readonly Write[]): readonly Write[] {
  const left = [...writes];
  const ordered: Write[] = [];
  while (left.length > 0) {
    const next = left.findIndex((one) =>
      left.every((other) => other === one || !readBy(other).some((at) => mayBeSame(at, one.to))),
    );
    ensure(next >= 0, 'numbers are not exchanged in one step');
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

const readBy = ({ to, value }: Write): readonly Ref[] => [...refsIn(to.index), ...refsIn(value)];
const refsIn = ({ at }: Expr): readonly Ref[] => (at === null ? [] : [at, ...refsIn(at.index)]);

const mayBeSame = (a: Ref, b: Ref): boolean =>
  a.variable === b.variable && (a.index.at !== b.index.at || a.index.plus === b.index.plus);
