/** What changes rows. MERGE, TRUNCATE and COPY are writes of every kind. */
export type Verb = 'insert' | 'update' | 'delete';

export interface Ledger {
  readonly table: string;
  /** The entity over the table, where it has one: writing through it counts as well. */
  readonly entity?: string;
  /** The folder that may do each thing; a verb that is missing is nobody's. */
  readonly writers: Readonly<Partial<Record<Verb, string>>>;
}

const stockLedger = 'src/modules/inventory/ledger/';
const credit = 'src/modules/receivables/';
const creditLedger = `${credit}ledger/`;
const collectionsLedger = 'src/modules/collections/ledger/';
const inflow = 'src/modules/inflow/operations/';
const crmLedger = 'src/modules/crm/ledger/';
const partiesLedger = 'src/modules/parties/ledger/';
const salesLedger = 'src/modules/sales/ledger/';
const events = 'src/platform/events/';
const perform = 'src/platform/perform/';
const webhooks = 'src/platform/webhooks/';

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
  { table: 'ledger_entry', entity: 'LedgerEntry', writers: { insert: creditLedger } },
  {
    table: 'customer_balance',
    entity: 'CustomerBalance',
    // When two parties become one, so do their balances.
    writers: { insert: creditLedger, update: credit, delete: `${credit}party-references.ts` },
  },
  { table: 'allocation', entity: 'Allocation', writers: { insert: creditLedger } },
  {
    table: 'payment_commitment_bill',
    entity: 'PaymentCommitmentBill',
    writers: { insert: creditLedger },
  },
  {
    table: 'payment_commitment',
    entity: 'PaymentCommitment',
    writers: { insert: creditLedger, update: creditLedger },
  },
  {
    table: 'receipt',
    entity: 'Receipt',
    writers: { insert: creditLedger, update: creditLedger },
  },
  { table: 'refund', entity: 'Refund', writers: { insert: `${credit}operations/` } },
  {
    table: 'cheque',
    entity: 'Cheque',
    writers: { insert: creditLedger, update: creditLedger },
  },
  { table: 'cheque_entry', entity: 'ChequeEntry', writers: { insert: creditLedger } },
  {
    table: 'cheque_coverage',
    entity: 'ChequeCoverage',
    writers: { insert: creditLedger, update: creditLedger, delete: creditLedger },
  },
  {
    table: 'guarantee',
    entity: 'Guarantee',
    writers: { insert: creditLedger, update: creditLedger },
  },
  { table: 'guarantee_entry', entity: 'GuaranteeEntry', writers: { insert: creditLedger } },
  {
    table: 'open_credit',
    entity: 'OpenCredit',
    writers: { insert: creditLedger, update: creditLedger },
  },
  ...[
    ['collection_entry', 'CollectionEntry'] as const,
    ['promise_appropriation', 'PromiseAppropriation'] as const,
    ['payment_plan_settlement', 'PaymentPlanSettlement'] as const,
  ].map(([table, entity]) => ({ table, entity, writers: { insert: collectionsLedger } })),
  { table: 'bank_statement', entity: 'BankStatement', writers: { insert: creditLedger } },
  {
    table: 'bank_statement_line',
    entity: 'BankStatementLine',
    writers: { insert: creditLedger, update: creditLedger },
  },
  {
    table: 'payer_account',
    entity: 'PayerAccount',
    // Two that become one have what both had; what a line taught that was nobody's is unlearnt.
    writers: { insert: creditLedger, update: credit, delete: credit },
  },
  {
    table: 'sales_credit',
    entity: 'SalesCredit',
    writers: { insert: inflow, update: inflow, delete: inflow },
  },
  { table: 'commission_payout', entity: 'CommissionPayout', writers: { insert: inflow } },
  { table: 'inflow_snapshot', entity: 'InflowSnapshot', writers: { insert: inflow } },
  { table: 'inflow_snapshot_row', entity: 'InflowSnapshotRow', writers: { insert: inflow } },
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
  { table: 'event_log', writers: { insert: events, delete: events } },
  { table: 'event_head', writers: { update: events } },
  { table: 'event_feed', writers: { insert: events, update: events } },
  { table: 'event_stream', writers: { insert: events, update: events } },
  {
    table: 'event_subscriber',
    entity: 'EventSubscriber',
    // What is delivered to it counts as acknowledged: noted in one statement with the delivery.
    writers: { insert: events, update: 'src/platform/', delete: events },
  },
  {
    table: 'webhook_endpoint',
    entity: 'WebhookEndpoint',
    writers: { insert: webhooks, update: webhooks },
  },
  {
    table: 'webhook_secret',
    entity: 'WebhookSecret',
    writers: { insert: webhooks, update: webhooks },
  },
  {
    table: 'webhook_stream',
    entity: 'WebhookStream',
    writers: { insert: webhooks, update: webhooks, delete: webhooks },
  },
  {
    table: 'webhook_attempt',
    entity: 'WebhookAttempt',
    writers: { insert: webhooks, delete: webhooks },
  },
  { table: 'webhook_request', writers: { insert: webhooks, delete: webhooks } },
  { table: 'outbox', writers: { insert: perform, delete: events } },
  { table: 'operation_log', writers: { insert: perform, update: perform, delete: perform } },
];
