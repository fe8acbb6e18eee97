import { goodChequeInputs } from './cheques.ts';
import { goodCollectionInputs } from './collection-samples.ts';
import { goodInflowInputs } from './inflow.ts';
import { goodPaymentInputs } from './payments.ts';
import type { Company } from './world.ts';

/** Good inputs of acts on money: what is paid, secured, collected, expected. */
export const moneyInputs = (c: Company): Readonly<Record<string, object>> => ({
  ...goodPaymentInputs(c.payments),
  ...goodChequeInputs(c.cheques),
  ...goodCollectionInputs(),
  ...goodInflowInputs(c.inflow),
});
