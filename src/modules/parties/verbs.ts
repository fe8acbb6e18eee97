/*
 * What the acts of other modules do with parties, inside their own transaction: name a customer or
 * a salesperson in new rows, and enter who was unknown. See docs/lock-order.md for when.
 */

export { chooseSalespeople, type SalespeopleWanted } from './ledger/choose-salespeople.ts';
export { enterParties, type EnteredParty } from './ledger/enter-parties.ts';
export { lockCustomers } from './ledger/lock-customers.ts';
export { lockSalespeople } from './ledger/lock-salespeople.ts';
