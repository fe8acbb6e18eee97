import type { Queryable } from '../platform/database/statement.ts';
import type { Identity } from '../platform/identity/index.ts';
import type { Perform } from '../platform/perform/operation.ts';
import {
  actsBy,
  completeDemoCompany,
  findDemoCompany,
  startDemoCompany,
  together,
  type DemoPerson,
} from './acts.ts';
import { collect } from './collecting.ts';
import { readCompanyFiles, type CompanyFiles } from './company-files.ts';
import { setUpWarehouses, stockWarehouses } from './goods.ts';
import { sellGoods } from './orders.ts';
import { agreeOnPayment, takeMoney } from './payments.ts';
import { enterPeople } from './people.ts';
import { fillPipeline } from './pipeline.ts';
import { setPricesOfAll } from './prices.ts';
import { offerGoods, type Revisions } from './quotes.ts';
import { setUpSalesFloor } from './sales-floor.ts';
import { setTerms } from './terms.ts';
import { transferGoods } from './transfers.ts';

export interface DemoParts {
  readonly perform: Perform;
  readonly database: Queryable;
  readonly identity: Pick<Identity, 'operations'>;
  /** Everyone's. */
  readonly password: string;
  /** Where the files are; `demo/` of the checkout when absent. */
  readonly folder?: URL;
}

export type { DemoPerson };

export interface DemoCompany {
  /** False when it had been loaded before: then nothing was done. */
  readonly loaded: boolean;
  readonly people: readonly DemoPerson[];
}

/**
 * Puts the demo company into an empty database: units, products, warehouses, people, opening stock,
 * transfers in every state, teams, salespeople and customers, leads and opportunities in every
 * state, prices and policies, quotes and orders in every state, what of them was delivered and
 * invoiced, what is owed, came in and is collected, all through the product's own operations. Each
 * act has a key, so that a load which was killed goes on where it stopped, and two at once do each
 * act once.
 * @throws BadFiles when a file cannot be loaded, naming every bad row.
 */
export async function loadDemoCompany(parts: DemoParts): Promise<DemoCompany> {
  const found = await findDemoCompany(parts.database);
  if (found) return { loaded: false, people: found.people };
  const files = await readCompanyFiles(parts.folder ?? new URL('../../demo/', import.meta.url));
  const { perform, identity, password } = parts;
  const act = actsBy(perform);
  const { startedAt } = await act('start', startDemoCompany, {}, nowhere);
  const locations = await setUpWarehouses(act, files);
  // Passwords are hashed on other threads, and take most of the time.
  await together([
    enterPeople(act, identity.operations, files, password),
    stockWarehouses(act, files, locations),
  ]);
  const trade = { act, files, startedAt, database: parts.database };
  const sell = async (): Promise<Revisions> => {
    await setUpSalesFloor(act, files);
    await setPricesOfAll(act, files);
    await setTerms(trade);
    await agreeOnPayment(trade);
    await fillPipeline(act, files, startedAt);
    return offerGoods(trade);
  };
  const selling = sell();
  await together<unknown>([transferGoods(act, files, startedAt), selling]);
  // Who ships and who orders would otherwise take the same goods in one order or the other.
  await sellGoods(trade, await selling);
  await takeMoney(trade);
  await collect(trade);
  const people = peopleOf(files);
  await act('loaded', completeDemoCompany, { people }, nowhere);
  return { loaded: true, people };
}

const nowhere = () => ({ file: 'README.md', line: 0 });

function peopleOf({ people, roles }: CompanyFiles): DemoPerson[] {
  const roleNames = new Map(roles.rows.map(({ code, name_en }) => [code, name_en]));
  return people.rows.map(({ login, name_en, role, warehouses }) => ({
    login,
    nameEn: name_en,
    role: roleNames.get(role) ?? role,
    warehouses,
  }));
}
