import { deliveryEntities } from './deliveries.ts';
import {
  invoiceOwnedRecords,
  invoicePartyReferences,
  invoiceTimelineSources,
} from './invoice-references.ts';
import {
  deliveryOwnedRecords,
  deliveryPartyReferences,
  deliveryTimelineSources,
} from './delivery-references.ts';
import { invoiceEntities } from './invoices.ts';
import {
  orderOwnedRecords,
  orderPartyReferences,
  orderTimelineSources,
} from './order-references.ts';
import { orderEntities } from './orders.ts';
import {
  quoteOwnedRecords,
  quotePartyReferences,
  quoteTimelineSources,
} from './quote-references.ts';
import { quoteEntities } from './quotes.ts';

export const salesEntities = [
  ...quoteEntities,
  ...orderEntities,
  ...deliveryEntities,
  ...invoiceEntities,
] as const;

/** What of sales names a party, goes from hand to hand, and shows on a customer's timeline. */
export const salesPartyReferences = [
  ...quotePartyReferences,
  ...orderPartyReferences,
  ...invoicePartyReferences,
  ...deliveryPartyReferences,
] as const;
export const salesOwnedRecords = [
  ...quoteOwnedRecords,
  ...orderOwnedRecords,
  ...invoiceOwnedRecords,
  ...deliveryOwnedRecords,
] as const;
export const salesTimelineSources = [
  ...quoteTimelineSources,
  ...orderTimelineSources,
  ...invoiceTimelineSources,
  ...deliveryTimelineSources,
] as const;

export * from './deliveries.ts';
export * from './invoices.ts';
export * from './orders.ts';
export * from './quotes.ts';

export { salesBankReferences } from './bank-references.ts';
export { salesChecks } from './checks.ts';
export { salesErrorCodes } from './errors.ts';
export { salesEvents } from './events.ts';
export { salesPermissions } from './permissions.ts';
export { salesReadRules } from './read-rules.ts';
export { findPayment } from './queries/payment-facts.ts';
export { salesOpportunityClaims } from './rules/opportunity-claims.ts';
