/**
 * A transition system as data: numbered variables, what may happen to them, and what is asked of them. Whoever has one can print it for
 * another checker (promela.ts, tla.ts) without knowing what a machine is. Made by engine/explore/export.ts.
 */
export type TransitionSystem = {
  /** What it is, a sentence a line. */
  readonly about: readonly string[];
  readonly variables: readonly Variable[];
  /** Names for numbers: the functions of the kernel, and where each was read. */
  readonly constants: readonly Constant[];
  readonly moves: readonly Rule[];
  readonly properties: readonly Asked[];
};

/** A run of whole numbers from 0 on. One of size 1 is a number of its own. */
export type Variable = {
  readonly name: string;
  readonly initial: readonly number[];
  /** The largest number that can ever stand in it. */
  readonly max: number;
  /** What its numbers mean, for a comment. */
  readonly says: string;
  /** `function`: they are those of the constants, or 0. */
  readonly means: 'function' | 'number';
};

export type Constant = { readonly name: string; readonly value: number; readonly cite: string };

/** Something that may happen, indivisibly: where `guard` and all of `parts` hold, `effect` says what becomes of the variables. */
export type Rule = {
  /** A line that says what happens; no two are the same. */
  readonly says: string;
  readonly guard: Tree;
  readonly parts: readonly Part[];
  readonly effect: Tree;
};

/** A condition that several rules and properties may have in common. */
export type Part = { readonly says: string; readonly holds: Tree };

/** `always`: all parts hold in every state; `sometimes`: in some state one of them does. */
export type Asked = {
  readonly name: string;
  readonly mood: 'always' | 'sometimes';
  readonly says: string;
  readonly parts: readonly Part[];
};

/** A variable, one number of it. */
export type Ref = { readonly id: number; readonly variable: string; readonly index: Expr };

/** A number: `plus`, or what stands at `at` before the step, plus that. */
export type Expr = { readonly id: number; readonly at: Ref | null; readonly plus: number };

/** What is decided by looking at one number after the other. A value that no case names cannot stand there when it is looked at. */
export type Tree = Answer | Writes | Impossible | Choice;
export type Answer = { readonly id: number; readonly type: 'answer'; readonly yes: boolean };
/** Every number is written at once: what is read is what stood there before. */
export type Writes = { readonly id: number; readonly type: 'writes'; readonly writes: readonly Write[] };
export type Write = { readonly to: Ref; readonly value: Expr };
/** The model promises that it never comes here: a checker that does has found a mistake of ours. */
export type Impossible = { readonly id: number; readonly type: 'impossible' };
export type Choice = {
  readonly id: number;
  readonly type: 'choice';
  readonly on: Ref;
  readonly cases: readonly Case[];
};
export type Case = {
  readonly values: readonly number[];
  readonly then: Tree;
  /** What this case is, for a comment. */
  readonly says?: string;
};
