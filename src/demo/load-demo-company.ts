import type { Queryable } from '../platform/database/statement.ts';
import type { Identity } from '../platform/identity/index.ts';
import type { Perform } from '../platform/perform/operation.ts';
import {
  actsBy,
  completeDemoCompany,
  isDemoCompanyComplete,
  startDemoCompany,
  together,
} from './acts.ts';
import { readCompanyFiles, type CompanyFiles } from './company-files.ts';
import { setUpWarehouses, stockWarehouses } from './goods.ts';
import { enterPeople } from './people.ts';
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

/** As whom one may sign in. */
export interface DemoPerson {
  readonly login: string;
  readonly nameEn: string;
  /** In English. */
  readonly role: string;
  /** Codes of the warehouses that the person works in; none where the role reaches all. */
  readonly warehouses: readonly string[];
}

export interface DemoCompany {
  /** False when it had been loaded before: then nothing was done. */
  readonly loaded: boolean;
  readonly people: readonly DemoPerson[];
}

/**
 * Puts the demo company into an empty database: units, products, warehouses, people, opening stock
 * and transfers in every state, all through the product's own operations. Each act has a key, so
 * that a load which was killed goes on where it stopped, and two at once do each act once.
 * @throws BadFiles when a file cannot be loaded, naming every bad row.
 */
export async function loadDemoCompany(parts: DemoParts): Promise<DemoCompany> {
  const files = await readCompanyFiles(parts.folder ?? new URL('../../demo/', import.meta.url));
  const loaded = !(await isDemoCompanyComplete(parts.database));
  if (loaded) await load(parts, files);
  return { loaded, people: peopleOf(files) };
}

async function load(parts: DemoParts, files: CompanyFiles): Promise<void> {
  const { perform, identity, password } = parts;
  const act = actsBy(perform);
  const { startedAt } = await act('start', startDemoCompany, {}, nowhere);
  const locations = await setUpWarehouses(act, files);
  await together([
    enterPeople(act, identity.operations, files, password),
    stockWarehouses(act, files, locations),
  ]);
  await transferGoods(act, files, startedAt);
  await act('complete', completeDemoCompany, {}, nowhere);
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
