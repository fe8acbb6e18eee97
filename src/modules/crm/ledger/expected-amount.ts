import type { Fault } from '../../../kernel/domain-error.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { findRate } from '../../pricing/verbs.ts';
import {
  expectedAt,
  nothingExpected,
  rateMissing,
  type ExpectedAmount,
} from '../rules/forecast.ts';
import { readAmount } from '../rules/read-input.ts';

/** What is expected in the deal's currency and in the firm's, at today's rate. */
export async function readExpected(
  op: OperationContext,
  text: string | null | undefined,
  { currency, own }: { readonly currency: string; readonly own: string },
  faults: Fault[],
): Promise<ExpectedAmount> {
  if (text == null) return nothingExpected;
  const amount = readAmount(text, currency, ['expectedAmount'], faults);
  if (amount === null) return nothingExpected;
  const rate =
    currency === own ? { rate: '1', rateOn: op.today } : await findRate(op, currency, op.today);
  if (rate) return expectedAt(amount, rate, own);
  faults.push(rateMissing(currency));
  return nothingExpected;
}
