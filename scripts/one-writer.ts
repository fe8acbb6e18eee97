import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** What changes rows. MERGE, TRUNCATE and COPY are writes of every kind. */
type Verb = 'insert' | 'update' | 'delete';

interface Ledger {
  readonly table: string;
  /** The entity over the table, where it has one: writing through it counts as well. */
  readonly entity?: string;
  /** The folder that may do each thing; a verb that is missing is nobody's. */
  readonly writers: Readonly<Partial<Record<Verb, string>>>;
}

const stockLedger = 'src/modules/inventory/ledger/';
const credit = 'src/modules/receivables/';
const creditLedger = `${credit}ledger/`;
const crmLedger = 'src/modules/crm/ledger/';
const partiesLedger = 'src/modules/parties/ledger/';
const salesLedger = 'src/modules/sales/ledger/';
const events = 'src/platform/events/';
const perform = 'src/platform/perform/';

/** Append-only tables, and the balances beside them, with the one place that writes each. */
export const ledgers: readonly Ledger[] = [
  { table: 'stock_move', entity: 'StockMove', writers: { insert: stockLedger } },
  {
    table: 'stock_balance',
    entity: 'StockBalance',
    writers: { insert: stockLedger, update: stockLedger, delete: stockLedger },
  },
  // What was scanned stays; whether it has been shipped or received is noted beside it.
  {
    table: 'stock_scan',
    entity: 'StockScan',
    writers: { insert: stockLedger, update: stockLedger },
  },
  {
    table: 'stock_scan_part',
    entity: 'StockScanPart',
    writers: { insert: stockLedger, update: stockLedger },
  },
  { table: 'package_series', writers: { insert: stockLedger, update: stockLedger } },
  { table: 'lot', entity: 'Lot', writers: { insert: stockLedger, update: stockLedger } },
  {
    table: 'stock_level',
    entity: 'StockLevel',
    writers: { insert: stockLedger, update: stockLedger },
  },
  {
    table: 'stock_voucher',
    entity: 'StockVoucher',
    writers: { insert: stockLedger, update: stockLedger },
  },
  {
    table: 'stock_voucher_line',
    entity: 'StockVoucherLine',
    writers: { insert: stockLedger, update: stockLedger, delete: stockLedger },
  },
  {
    table: 'stock_reservation',
    entity: 'StockReservation',
    writers: { insert: stockLedger, update: stockLedger },
  },
  {
    table: 'stock_reservation_entry',
    entity: 'StockReservationEntry',
    writers: { insert: stockLedger },
  },
  { table: 'stock_count_entry', writers: { insert: stockLedger } },
  { table: 'stock_count_result', writers: { insert: stockLedger } },
  {
    table: 'stock_transfer_discrepancy',
    entity: 'StockTransferDiscrepancy',
    writers: { insert: stockLedger, update: stockLedger },
  },
  { table: 'lead_entry', entity: 'LeadEntry', writers: { insert: crmLedger } },
  { table: 'opportunity_entry', entity: 'OpportunityEntry', writers: { insert: crmLedger } },
  { table: 'number_series', writers: { insert: stockLedger, update: stockLedger } },
  {
    table: 'credit_account',
    entity: 'CreditAccount',
    // When two parties become one, so do their accounts: `party-references.ts` says how.
    writers: { insert: creditLedger, update: credit, delete: `${credit}party-references.ts` },
  },
  { table: 'credit_entry', entity: 'CreditEntry', writers: { insert: creditLedger } },
  {
    table: 'receivable',
    entity: 'Receivable',
    writers: { insert: creditLedger, update: creditLedger },
  },
  {
    table: 'open_credit',
    entity: 'OpenCredit',
    writers: { insert: creditLedger, update: creditLedger },
  },
  // A merge leads older redirects on, as it does with every reference; nobody names the table.
  { table: 'party_redirect', entity: 'PartyRedirect', writers: { insert: partiesLedger } },
  {
    table: 'party',
    entity: 'Party',
    writers: { insert: partiesLedger, update: partiesLedger, delete: partiesLedger },
  },
  {
    table: 'sales_order',
    entity: 'SalesOrder',
    writers: { insert: salesLedger, update: salesLedger },
  },
  {
    table: 'sales_order_line',
    entity: 'SalesOrderLine',
    writers: { insert: salesLedger, update: salesLedger, delete: salesLedger },
  },
  {
    table: 'sales_order_amendment',
    entity: 'SalesOrderAmendment',
    writers: { insert: salesLedger },
  },
  { table: 'invoice', entity: 'Invoice', writers: { insert: salesLedger, update: salesLedger } },
  {
    table: 'invoice_line',
    entity: 'InvoiceLine',
    writers: { insert: salesLedger, delete: salesLedger },
  },
  {
    table: 'invoice_tax',
    entity: 'InvoiceTax',
    writers: { insert: salesLedger, delete: salesLedger },
  },
  { table: 'invoice_series', writers: { insert: salesLedger, update: salesLedger } },
  {
    table: 'delivery',
    entity: 'Delivery',
    writers: { insert: salesLedger, update: salesLedger },
  },
  {
    table: 'delivery_line',
    entity: 'DeliveryLine',
    writers: { insert: salesLedger, update: salesLedger },
  },
  { table: 'return_receipt', entity: 'ReturnReceipt', writers: { insert: salesLedger } },
  { table: 'event_log', writers: { insert: events } },
  { table: 'event_head', writers: { update: events } },
  { table: 'outbox', writers: { insert: perform, delete: events } },
  { table: 'operation_log', writers: { insert: perform, update: perform, delete: perform } },
];

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
