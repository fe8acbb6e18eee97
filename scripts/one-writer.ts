import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

import { ledgers, type Verb } from './ledgers.ts';

const partiesLedger = 'src/modules/parties/ledger/';

/**
 * What leads declared columns from one party to another and from one owner to the next, and writes
 * the parts of a party. Ledgers are among them: whose an entry is, is no part of what it says.
 */
const namedByDeclaration = ['move-records.ts', 'reference-statements.ts', 'save-party.ts'].map(
  (file) => `${partiesLedger}${file}`,
);

/** A write to a ledger's table from a place that has no business there. */
export interface StrangeWrite {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

const sqlWrite = new RegExp(
  String.raw`\b(insert\s+into|delete\s+from|merge\s+into|update|truncate(?:\s+table)?|copy)\s+` +
    String.raw`(?:only\s+)?(?:"?public"?\.)?("?[a-z_]+"?|$)`,
  'gi',
);
/** Before a verb that begins a statement: the start of the text, or of a subordinate one. */
const statementStart = /(^|\()\s*$/;

const verbsOf: Readonly<Record<string, readonly Verb[]>> = {
  insert: ['insert'],
  update: ['update'],
  delete: ['delete'],
  merge: ['insert', 'update', 'delete'],
  truncate: ['delete'],
  copy: ['insert'],
};

/** Methods of MikroORM and kysely that write, by what they do. */
const methodVerbs: Readonly<Record<string, readonly Verb[]>> = {
  create: ['insert'],
  insert: ['insert'],
  insertMany: ['insert'],
  insertInto: ['insert'],
  upsert: ['insert', 'update'],
  upsertMany: ['insert', 'update'],
  assign: ['update'],
  nativeUpdate: ['update'],
  updateTable: ['update'],
  nativeDelete: ['delete'],
  deleteFrom: ['delete'],
  mergeInto: ['insert', 'update', 'delete'],
};

/**
 * Every write in `source` to a ledger that is not `file`'s to write: in SQL texts and templates, by
 * MikroORM's and kysely's methods, by `new` of an entity. A statement whose table is put in at run
 * time is one too, since nobody can tell what it writes.
 */
export function findStrangeWrites(file: string, source: string): StrangeWrite[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: StrangeWrite[] = [];
  const report = (node: ts.Node, what: string): void => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    found.push({ file, line: line + 1, what });
  };
  const visit = (node: ts.Node): void => {
    for (const what of strangeIn(node, file)) report(node, what);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function strangeIn(node: ts.Node, file: string): string[] {
  if (ts.isStringLiteralLike(node)) return strangeInSql(node.text, file, false);
  if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node)) {
    return strangeInSql(node.text, file, true);
  }
  if (ts.isTemplateTail(node)) return strangeInSql(node.text, file, false);
  if (ts.isNewExpression(node)) return strangeFor(node.expression.getText(), ['insert'], file);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const [target] = node.arguments;
  const name = node.expression.name.text;
  // `Object.hasOwn`, because a method may well be called `constructor`.
  const verbs = Object.hasOwn(methodVerbs, name) ? methodVerbs[name] : undefined;
  if (!target || !verbs) return [];
  return strangeFor(ts.isStringLiteralLike(target) ? target.text : target.getText(), verbs, file);
}

function strangeInSql(text: string, file: string, continues: boolean): string[] {
  return [...text.matchAll(sqlWrite)].flatMap(({ index, 1: verb = '', 2: table = '' }) => {
    const verbs = verbsOf[verb.split(/\s/)[0]?.toLowerCase() ?? ''] ?? [];
    if (table !== '') return strangeFor(table.replaceAll('"', '').toLowerCase(), verbs, file);
    // Not every `update ${…}` is SQL; messages have the word in their midst.
    const blind = continues && statementStart.test(text.slice(0, index));
    return blind && !namedByDeclaration.includes(file)
      ? [`${verb.toLowerCase()} names its table at run time`]
      : [];
  });
}

function strangeFor(target: string, verbs: readonly Verb[], file: string): string[] {
  const ledger = ledgers.find(({ table, entity }) => target === table || target === entity);
  if (!ledger) return [];
  return verbs
    .filter((verb) => !file.startsWith(ledger.writers[verb] ?? 'nowhere'))
    .map((verb) => `${verb} of ${ledger.table} belongs to ${ledger.writers[verb] ?? 'nobody'}`);
}

function main(): void {
  const files = globSync('src/**/*.ts').sort();
  const found = files.flatMap((file) => findStrangeWrites(file, readFileSync(file, 'utf8')));
  for (const { file, line, what } of found) console.error(`${file}:${line} ${what}`);
  console.log(`${files.length} files, ${ledgers.length} ledgers, ${found.length} strange writes`);
  if (found.length > 0) process.exitCode = 1;
}

if (import.meta.main) main();
