import { defineOperation } from '../../../platform/perform/operation.ts';
import { expireReservations } from '../ledger/release-reservations.ts';

/**
 * Reservations that ran out end, as of that instant, and what they held goes to those who wait; for
 * a job each minute. Until it comes they still hold what they hold, unless somebody needs it.
 */
export const expireStockReservations = defineOperation({
  name: 'expireStockReservations',
  permission: 'inventory.reserve',
  async run(op, _input: Readonly<Record<string, never>>) {
    op.requireReach('inventory.reserve', {}, 'Ending what ran out, everywhere');
    return expireReservations(op);
  },
});
