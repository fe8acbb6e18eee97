/*
 * What the acts of other modules do with opportunities, inside their own transaction: a document
 * that is written for one names it, and what the customer accepts wins it.
 */

export {
  lockOpportunities,
  winOpportunity,
  type NamedOpportunity,
  type WonBy,
} from './ledger/win-opportunity.ts';
