import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { exemptionsEvent } from '../events.ts';
import type { Period } from '../rules/facts.ts';
import { overlapping } from '../rules/periods.ts';
import {
  readCode,
  readPeriod,
  readText,
  tellPeriod,
  type PeriodInput,
} from '../rules/read-input.ts';
import { lockPricing } from './change-price-list.ts';

export interface TaxExemptionInput extends PeriodInput {
  readonly taxCode: string;
  /** The paper by which no tax is owed. */
  readonly certificate: string;
}

export interface SetTaxExemptionsInput {
  readonly partyId: Id;
  /** All that the customer has; what is left out is none any more. */
  readonly exemptions: readonly TaxExemptionInput[];
}

interface Exemption extends Period {
  readonly taxCode: string;
  readonly certificate: string;
}

const mostExemptions = 100;

/** Which taxes a customer owes not, by which papers, and when: said anew as a whole. */
export const setTaxExemptions = defineOperation({
  name: 'setTaxExemptions',
  permission: 'pricing.edit',
  async run(op, input: SetTaxExemptionsInput): Promise<{ taxExemptionIds: readonly Id[] }> {
    op.requireReach('pricing.edit', {}, 'setTaxExemptions');
    const faults: Fault[] = [];
    const customers = await lockCustomers(op, [input.partyId]);
    const customer = readCustomer(customers, input.partyId, ['partyId'], faults);
    await lockPricing(op);
    const exemptions = await readExemptions(op, input.exemptions, faults);
    refuseIfAny(faults);
    if (!customer) throw new Error('a customer that is none was not refused');
    const ids = await write(op, customer.id, exemptions);
    op.emit(exemptionsEvent(customer.id, customer.ownerId, exemptions));
    return { taxExemptionIds: ids };
  },
});

const taxesStatement = statement(
  'pricing_known_taxes',
  'select code from tax where code = any($1)',
);

async function readExemptions(
  op: OperationContext,
  inputs: readonly TaxExemptionInput[],
  faults: Fault[],
): Promise<Exemption[]> {
  if (inputs.length > mostExemptions) {
    const message = `A customer has at most ${mostExemptions} exemptions`;
    faults.push(fault('TOO_MANY_ROWS', message, ['exemptions']));
  }
  const read = inputs.map((input, i) => {
    const path = ['exemptions', String(i)];
    return {
      taxCode: readCode(input.taxCode, 20, [...path, 'taxCode'], faults),
      certificate: readText(input.certificate, [...path, 'certificate'], faults),
      ...readPeriod(input, op.today, path, faults),
    };
  });
  const codes = read.map(({ taxCode }) => taxCode);
  const rows = await op.query<{ code: string }>(taxesStatement, [codes]);
  const known = new Set(rows.map(({ code }) => code));
  read.forEach(({ taxCode }, i) => {
    if (known.has(taxCode)) return;
    const path = ['exemptions', String(i), 'taxCode'];
    faults.push(fault('TAX_NOT_FOUND', `There is no tax ${taxCode}`, path));
  });
  refuseOverlaps(read, faults);
  return read;
}

function refuseOverlaps(exemptions: readonly Exemption[], faults: Fault[]): void {
  const indexes = [...exemptions.keys()];
  const byTax = Map.groupBy(indexes, (i) => exemptions[i]?.taxCode);
  for (const ofTax of byTax.values()) {
    const periods = ofTax.map((i) => exemptions[i] as Exemption);
    for (const { at, other } of overlapping(periods)) {
      const [mine, theirs] = [periods[at] as Exemption, periods[other] as Exemption];
      const message =
        `${mine.certificate} from ${tellPeriod(mine)} and ${theirs.certificate} from ` +
        `${tellPeriod(theirs)} hold on the same days`;
      const path = ['exemptions', String(ofTax[at])];
      faults.push(fault('EXEMPTIONS_OVERLAP', message, path, { other: ofTax[other] }));
    }
  }
}

const forgetStatement = statement(
  'pricing_forget_exemptions',
  'delete from tax_exemption where party_id = $1',
);

const insertStatement = statement(
  'pricing_insert_exemptions',
  `insert into tax_exemption (id, party_id, tax_code, certificate, valid_from, valid_to)
   select id, $1, tax_code, certificate, valid_from, valid_to
   from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[])
     as e(id, tax_code, certificate, valid_from, valid_to)`,
);

async function write(
  op: OperationContext,
  partyId: Id,
  exemptions: readonly Exemption[],
): Promise<Id[]> {
  const ids = exemptions.map(() => op.newId());
  await op.query(forgetStatement, [partyId]);
  await op.query(insertStatement, [
    partyId,
    ids,
    exemptions.map(({ taxCode }) => taxCode),
    exemptions.map(({ certificate }) => certificate),
    exemptions.map(({ validFrom }) => validFrom),
    exemptions.map(({ validTo }) => validTo),
  ]);
  return ids;
}
