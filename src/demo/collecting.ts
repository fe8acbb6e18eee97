import {
  acceptPaymentPlan,
  defineDunningProcedure,
  defineInterestScheme,
  definePromiseType,
  proposePaymentPlan,
  recordPromise,
} from '../modules/collections/index.ts';
import { setCommissionRate, setInflowTarget } from '../modules/inflow/index.ts';
import { together } from './acts.ts';
import type { Row } from './company-files.ts';
import { demoId, partyId, personId } from './ids.ts';
import { dayOf, openItemId } from './payments.ts';
import type { Trade } from './trade.ts';
import { holderOf, speakerOf } from './who.ts';

const schemeId = (scheme: string) => demoId(`interest scheme ${scheme}`);
const promiseTypeId = (type: string) => demoId(`promise type ${type}`);

/** How customers are reminded and held to their word, what two of them promised, and the aims. */
export async function collect(trade: Trade): Promise<void> {
  await setUp(trade);
  const { promises, payment_plans: plans, targets } = trade.files;
  for (const row of promises.rows) await promise(trade, row);
  for (const row of plans.rows) await plan(trade, row);
  for (const row of targets.rows) await aim(trade, row);
}

async function setUp({ act, files }: Trade): Promise<void> {
  const { interest_rates: rates, dunning_levels: levels, promise_types: types } = files;
  for (const [code, rows] of Map.groupBy(rates.rows, ({ scheme }) => scheme)) {
    const [{ name, basis, line }] = rows as [Row<'interest_rates'>];
    const valid = rows.map(({ from_day: validFrom, percent }) => ({ validFrom, percent }));
    const input = { id: schemeId(code), code, name, basis, rates: valid };
    await act(`interest:${code}`, defineInterestScheme, input, () => ({ file: rates.file, line }));
  }
  for (const [code, rows] of Map.groupBy(levels.rows, ({ procedure }) => procedure)) {
    const [{ name, scheme, line }] = rows as [Row<'dunning_levels'>];
    const input = {
      ...{ id: demoId(`dunning procedure ${code}`), code, name, isDefault: true },
      interestSchemeId: scheme[0] === undefined ? null : schemeId(scheme[0]),
      levels: rows.map(({ days, fee, channel, subject, body }) => ({
        ...{ days, fee, channel, subject, body, hasInterest: fee !== null },
      })),
    };
    const placeOf = ([list, index]: readonly string[]) => ({
      file: levels.file,
      line: (list === 'levels' ? rows[Number(index)]?.line : undefined) ?? line,
    });
    await act(`dunning:${code}`, defineDunningProcedure, input, placeOf);
  }
  await together(
    types.rows.map(({ type: code, name, grace_days: graceDays, threshold, line }) => {
      const id = promiseTypeId(code);
      const input = { id, code, name, graceDays, thresholdPercent: threshold };
      const placeOf = () => ({ file: types.file, line });
      return act(`promiseType:${code}`, definePromiseType, input, placeOf);
    }),
  );
}

async function promise(trade: Trade, row: Row<'promises'>): Promise<void> {
  const { act, files } = trade;
  const input = {
    ...{ id: demoId(`promise ${row.promise}`), partyId: partyId(row.customer), currency: 'IRR' },
    ...{ promiseTypeId: promiseTypeId(row.type), amount: row.amount, channel: row.channel },
    promisedOn: dayOf(trade, row.days),
    promisedBy: speakerOf(row.customer, files),
    commitmentIds: [openItemId(row.item)],
  };
  const placeOf = () => ({ file: files.promises.file, line: row.line });
  const by = holderOf('FINANCE', row.customer, files);
  await act(`promise:${row.promise}`, recordPromise, input, placeOf, by);
}

async function plan(trade: Trade, row: Row<'payment_plans'>): Promise<void> {
  const { act, files } = trade;
  const id = demoId(`payment plan ${row.plan}`);
  const input = {
    ...{ id, partyId: partyId(row.customer), currency: 'IRR', count: row.count, step: row.step },
    commitmentIds: row.items.map(openItemId),
    firstDueOn: dayOf(trade, row.first),
  };
  const placeOf = () => ({ file: files.payment_plans.file, line: row.line });
  const by = holderOf('FINANCE', row.customer, files);
  await act(`plan:${row.plan}`, proposePaymentPlan, input, placeOf, by);
  if (!row.accepted) return;
  const accepted = { paymentPlanId: id, acceptedBy: speakerOf(row.customer, files) };
  await act(`plan:${row.plan}:accept`, acceptPaymentPlan, accepted, placeOf, by);
}

async function aim(trade: Trade, row: Row<'targets'>): Promise<void> {
  const { act, files } = trade;
  const salespersonId = personId(row.salesperson);
  const day = dayOf(trade, 0);
  const placeOf = () => ({ file: files.targets.file, line: row.line });
  const target = {
    ...{ scope: 'PERSON' as const, salespersonId, periodKind: 'MONTH' as const },
    ...{ day, amount: row.amount },
  };
  await act(`target:${row.salesperson}`, setInflowTarget, target, placeOf);
  const rate = { salespersonId, fromOn: day, percent: row.commission };
  await act(`commission:${row.salesperson}`, setCommissionRate, rate, placeOf);
}
