import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** What the whole firm goes by. */
export interface CompanyFacts {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** ISO 3166. */
  readonly country: string;
  readonly version: number;
}

const companyStatement = statement(
  'parties_company',
  'select name, currency, country, version from company where id = 1',
);

export async function loadCompany(db: Queryable): Promise<CompanyFacts> {
  const [company] = await db.query<CompanyFacts>(companyStatement);
  if (!company) throw new Error('the firm has no row in company');
  return company;
}
