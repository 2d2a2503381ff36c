// What may be wrong in a source file: every place where one operator, constant, condition, call, statement or line of a routine is replaced
// by another one or left out. All of a file's mutants stand in one instrumented text, each behind its number: __m(17) ? this : that.
import ts from 'typescript';

/**
 * @typedef {{
 *   readonly id: number, readonly file: string, readonly line: number, readonly start: number, readonly end: number,
 *   readonly what: string, readonly original: string, readonly replacement: string,
 * }} Mutant `replacement` is the text that stands in place of [start, end).
 * @typedef {{ readonly before: string, readonly text: string, readonly after: string }} Wrapping
 * @typedef {{ readonly at: number, readonly depth: number, readonly closing: boolean, readonly text: string }} Insertion
 */

/** What is written for people to read: no test can know it better than its author. */
const PROSE = new Set(['text', 'cite', 'within', 'title', 'says', 'unit', 'means', 'help']);
/** Promises to ourselves; their second argument is read by nobody but us. */
const PROMISES = new Set(['ensure', 'present', 'Error']);
/** Parts of a routine's line whose absence changes what it does. */
const PARTS = new Set(['when', 'ready', 'sleeps', 'label', 'waits']);
/** Says which lines may be reordered in a search (src/explore), nothing about what a line does. */
const ANNOTATIONS = new Set(['mover']);

/** @type {ReadonlyMap<string, readonly string[]>} */
const OPERATORS = new Map(
  Object.entries({
    '+': ['-'],
    '-': ['+'],
    '*': ['/'],
    '/': ['*'],
    '%': ['*'],
    '<<': ['>>'],
    '>>': ['<<'],
    '>>>': ['<<'],
    '&': ['|'],
    '|': ['&'],
    '^': ['&'],
    '<': ['<=', '>='],
    '<=': ['<', '>'],
    '>': ['>=', '<='],
    '>=': ['>', '<'],
    '===': ['!=='],
    '!==': ['==='],
    '&&': ['||'],
    '||': ['&&'],
    '+=': ['-='],
    '-=': ['+='],
    '|=': ['&='],
    '&=': ['|='],
  }),
);

/** @type {ReadonlyMap<string, string>} */
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);
/** Methods that a list or a text could do without. */
const TRANSFORMS = new Set([
  'filter',
  'slice',
  'sort',
  'reverse',
  'trim',
  'trimEnd',
  'padEnd',
  'padStart',
  'toUpperCase',
]);

/**
 * All mutants of a source text.
 * @param {string} file for people: the path from the project's root
 * @param {string} source TypeScript
 * @param {number} firstId
 * @returns {{ readonly mutants: readonly Mutant[], readonly text: string }} `text` is TypeScript with every mutant in it
 */
export function mutantsOf(file, source, firstId) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const mutants = [];
  /** @type {Insertion[]} */
  const insertions = [];

  /**
   * @param {ts.Node} node
   * @param {number} depth
   * @param {readonly string[]} replacements
   * @param {string} what
   * @param {(ids: readonly number[]) => { readonly open: string, readonly close: string }} wrap
   */
  const add = (node, depth, replacements, what, wrap) => {
    if (replacements.length === 0) return;
    const start = node.getStart(tree);
    const { end } = node;
    const ids = replacements.map((replacement) => {
      const id = firstId + mutants.length;
      const line = tree.getLineAndCharacterOfPosition(start).line + 1;
      mutants.push({ id, file, line, start, end, what, original: source.slice(start, end), replacement });
      return id;
    });
    const { open, close } = wrap(ids);
    insertions.push({ at: start, depth, closing: false, text: open }, { at: end, depth, closing: true, text: close });
  };

  /** @param {ts.Node} node @param {number} depth */
  const visit = (node, depth) => {
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isThrowStatement(node) || isProse(node)) return;
    if (ts.isExpression(node) && !isChained(node)) {
      const replacements = replacementsOf(node, tree);
      add(node, depth, replacements, 'expression', (ids) => ({
        open: `(${ids.map((id, i) => `__m(${String(id)}) ? (${replacements[i] ?? ''}) : `).join('')}(`,
        close: '))',
      }));
    }
    if (ts.isExpressionStatement(node)) {
      add(node, depth, [';'], 'statement', ([id]) => ({ open: `{ if (!__m(${String(id)})) {`, close: '} }' }));
    }
    if (isLineOfRoutine(node)) {
      const open = ts.isSpreadElement(node) ? '' : '[';
      const inner = ts.isSpreadElement(node) ? node.expression : node;
      add(inner, depth + 1, ['[]'], 'line of a routine', ([id]) => ({
        open: ts.isSpreadElement(node) ? `(__m(${String(id)}) ? [] : ` : `...(__m(${String(id)}) ? [] : ${open}`,
        close: ts.isSpreadElement(node) ? ')' : '])',
      }));
    }
    if (ts.isPropertyAssignment(node) && PARTS.has(node.name.getText(tree))) {
      add(node, depth, ['...{}'], 'part of a line', ([id]) => ({
        open: `...(__m(${String(id)}) ? {} : {`,
        close: '})',
      }));
    }
    ts.forEachChild(node, (child) => visit(child, depth + 2));
  };
  visit(tree, 0);
  return { mutants, text: woven(source, insertions) };
}

/** @param {string} source @param {readonly Insertion[]} insertions */
function woven(source, insertions) {
  const sorted = [...insertions].sort(
    (a, b) =>
      a.at - b.at || Number(b.closing) - Number(a.closing) || (a.closing ? b.depth - a.depth : a.depth - b.depth),
  );
  let text = '';
  let at = 0;
  for (const insertion of sorted) {
    text += source.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return text + source.slice(at);
}

/** @param {ts.Node} node */
function isProse(node) {
  if (ts.isPropertyAssignment(node)) {
    const name = node.name.getText();
    return PROSE.has(name) || ANNOTATIONS.has(name);
  }
  const { parent } = node;
  if (!ts.isExpression(node) || !(ts.isCallExpression(parent) || ts.isNewExpression(parent))) return false;
  return PROMISES.has(parent.expression.getText()) && parent.arguments?.[1] === node;
}

/** Wrapping it would end an optional chain early, or it is not a value at all. @param {ts.Expression} node */
function isChained(node) {
  const { parent } = node;
  if (ts.isOptionalChain(parent) && parent.expression === node) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return isAssignment(parent);
  return ts.isExpressionWithTypeArguments(node) || ts.isExternalModuleReference(parent);
}

/** @param {ts.BinaryExpression} node */
function isAssignment({ operatorToken: { kind } }) {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** An element of `lines: […]`, or of a constant that holds lines. @param {ts.Node} node */
function isLineOfRoutine(node) {
  if (ts.isSourceFile(node) || !ts.isArrayLiteralExpression(node.parent)) return false;
  const array = node.parent;
  const owner = array.parent;
  if (ts.isPropertyAssignment(owner)) return owner.name.getText() === 'lines';
  return ts.isVariableDeclaration(owner) && owner.type?.getText() === 'readonly LineDef[]';
}

/**
 * @param {ts.Expression} node
 * @param {ts.SourceFile} tree
 * @returns {readonly string[]}
 */
function replacementsOf(node, tree) {
  const own = [...literal(node, tree), ...operator(node, tree), ...call(node, tree), ...list(node)];
  return [...own, ...condition(node, tree)].filter((replacement, i, all) => all.indexOf(replacement) === i);
}

/** @param {ts.Expression} node @param {ts.SourceFile} tree @returns {readonly string[]} */
function literal(node, tree) {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isNumericLiteral(node)) return [`${node.getText(tree)} + 1`];
  if (ts.isBigIntLiteral(node)) return [`${node.getText(tree)} + 1n`];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text === '' ? "'x'" : "''"];
  return ts.isTemplateExpression(node) ? ["''"] : [];
}

/** @param {ts.Expression} node @param {ts.SourceFile} tree @returns {readonly string[]} */
function operator(node, tree) {
  if (ts.isPrefixUnaryExpression(node)) return unary(node, tree);
  if (!ts.isBinaryExpression(node)) return [];
  const [left, right] = [node.left.getText(tree), node.right.getText(tree)];
  const sign = node.operatorToken.getText(tree);
  if (sign === '??') return [left];
  return (OPERATORS.get(sign) ?? []).map((other) => `${left} ${other} ${right}`);
}

/** @param {ts.PrefixUnaryExpression} node @param {ts.SourceFile} tree @returns {readonly string[]} */
function unary({ operator: sign, operand }, tree) {
  const text = operand.getText(tree);
  const { ExclamationToken, MinusToken, TildeToken } = ts.SyntaxKind;
  return sign === ExclamationToken || sign === MinusToken || sign === TildeToken ? [text] : [];
}

/** @param {ts.Expression} node @param {ts.SourceFile} tree @returns {readonly string[]} */
function call(node, tree) {
  if (!ts.isCallExpression(node)) return [];
  const { parent, expression } = node;
  const isBody = ts.isArrowFunction(parent) && parent.body === node;
  /** @type {string[]} */
  const replacements = isBody || ts.isReturnStatement(parent) ? ['undefined'] : [];
  if (!ts.isPropertyAccessExpression(expression)) return replacements;
  const [receiver, name] = [expression.expression.getText(tree), expression.name.text];
  const rest = node.arguments.map((argument) => argument.getText(tree)).join(', ');
  const twin = METHODS.get(name);
  if (twin !== undefined) replacements.push(`${receiver}.${twin}(${rest})`);
  if (TRANSFORMS.has(name)) replacements.push(receiver);
  return replacements;
}

/** @param {ts.Expression} node @returns {readonly string[]} */
function list(node) {
  if (!ts.isArrayLiteralExpression(node) || node.elements.length === 0) return [];
  return node.elements.some((element) => isLineOfRoutine(element)) || ts.isBinaryExpression(node.parent) ? [] : ['[]'];
}

/** @param {ts.Expression} node */
function isEquality(node) {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
}

/** What decides: held true, held false, turned round. @param {ts.Expression} node @param {ts.SourceFile} tree */
function condition(node, tree) {
  const { parent } = node;
  const text = node.getText(tree);
  const isBranch =
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node);
  // Turning `a === b` round is among the operators.
  if (isBranch) return isEquality(node) ? ['true', 'false'] : ['true', 'false', `!(${text})`];
  const isLoop = ts.isWhileStatement(parent) && parent.expression === node;
  return isLoop || (ts.isForStatement(parent) && parent.condition === node) ? ['false'] : [];
}
