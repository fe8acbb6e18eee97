import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { currencies } from '../../../kernel/money.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { requireVersion } from '../ledger/lock-parties.ts';
import type { CompanyFacts } from '../queries/load-company.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { readCountry } from '../rules/read-input.ts';

export interface SetCompanyInput {
  /** The version that was seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly name?: string | null;
  /** ISO 4217. */
  readonly currency?: string | null;
  /** ISO 3166. */
  readonly country?: string | null;
}

const lockStatement = statement(
  'parties_lock_company',
  `select name, currency, country, version, exists (select from party) as "inUse"
   from company where id = 1 for no key update`,
);

const saveStatement = statement(
  'parties_save_company',
  `update company set name = $1, currency = $2, country = $3, version = version + 1 where id = 1`,
);

/** The firm itself has one id, which is that of its row: it is subject of events like others. */
const companyId = '00000000-0000-0000-0000-000000000001';

/**
 * The firm is called otherwise, or counts otherwise. Its currency stays once it knows anybody:
 * limits, costs and exposures are told in it. Refuses STALE, CURRENCY_IN_USE.
 */
export const setCompany = defineOperation({
  name: 'setCompany',
  permission: 'parties.configure',
  async run(op, input: SetCompanyInput): Promise<CompanyFacts> {
    op.requireReach('parties.configure', {}, 'Setting up the company');
    const [row] = await op.query<CompanyFacts & { inUse: boolean }>(lockStatement);
    if (!row) throw new Error('the firm has no row in company');
    const { version, inUse, ...before } = row;
    requireVersion(row, input.expectedVersion);
    const faults: Fault[] = [];
    const currency = input.currency?.trim().toUpperCase() ?? before.currency;
    if (!currencies.includes(currency)) {
      faults.push({ code: 'UNKNOWN_CURRENCY', message: 'This is no currency', path: ['currency'] });
    }
    const after: typeof before = {
      name: input.name == null ? before.name : readLine(input.name, 200, ['name'], faults),
      currency,
      country: readCountry(input.country, before.country, ['country'], faults),
    };
    refuseIfAny(faults);
    if (inUse && after.currency !== before.currency) {
      const message = `Amounts are kept in ${before.currency} already`;
      throw new DomainError([fault('CURRENCY_IN_USE', message, ['currency'])]);
    }
    const change = changesBetween(before, after);
    if (!change) return { ...before, version };
    await op.query(saveStatement, [after.name, after.currency, after.country]);
    op.emit({
      type: partiesEvents.companySet,
      subject: { type: 'company', id: companyId },
      data: { company: { ...after, version: version + 1 }, change },
    });
    return { ...after, version: version + 1 };
  },
});
