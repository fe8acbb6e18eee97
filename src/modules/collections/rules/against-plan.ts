import { isPositive } from '../../../kernel/decimal.ts';
import type { CollectionsErrorCode } from '../errors.ts';
import type { ClaimFacts } from './claim-facts.ts';

/** Why a commitment is in no plan. */
export function againstPlan(claim: ClaimFacts): (readonly [CollectionsErrorCode, string])[] {
  const { number, disputed, isPlaced, isPlanned, dueOn, isBilled } = claim;
  const said: (readonly [CollectionsErrorCode, string])[] = [];
  if (isPositive(disputed)) said.push(['DISPUTED', `${disputed} of ${number} is disputed`]);
  if (isPlanned) said.push(['IN_PLAN', `${number} is part of a plan`]);
  if (isPlaced) said.push(['ALREADY_PLACED', `An agency has ${number}`]);
  if (dueOn === null) said.push(['DUE_DAY_MISSING', `${number} has no day yet`]);
  if (!isBilled) said.push(['NOT_BILLED', `${number} is not in an invoice yet`]);
  return said;
}
