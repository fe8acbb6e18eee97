import type { Id } from '../kernel/id.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import { personId } from './ids.ts';

/** The first person who works in the warehouse, or else the first of all; not who did before. */
export function clerkOf(warehouse: string, { people: { rows } }: CompanyFiles, before?: Id): Id {
  const others = rows.filter(({ login }) => personId(login) !== before);
  const person = others.find(({ warehouses }) => warehouses.includes(warehouse)) ?? others[0];
  return personId((person ?? rows[0])?.login ?? '');
}

const customerRow = (customer: string, { customers }: CompanyFiles): Row<'customers'> => {
  const row = customers.rows.find((one) => one.customer === customer);
  if (!row) throw new Error(`customers.csv has no ${customer}`);
  return row;
};

/** Who looks after the customer. */
export function sellerOf(customer: string, files: CompanyFiles): Id {
  const [login] = customerRow(customer, files).owner;
  if (login === undefined) throw new Error(`Nobody looks after ${customer}`);
  return personId(login);
}

/** Who speaks for the customer. */
export function speakerOf(customer: string, files: CompanyFiles): string {
  const { contact, name_en: name } = customerRow(customer, files);
  return contact ?? name;
}

/** Who has the role: for all, or for the team of who looks after the customer. */
export function holderOf(role: string, customer: string, files: CompanyFiles): Id {
  const [seller] = customerRow(customer, files).owner;
  const team = files.salespeople.rows.find(({ login }) => login === seller)?.team;
  const holder = files.people.rows.find(
    (person) =>
      person.role === role && (person.teams.length === 0 || person.teams.includes(team ?? '')),
  );
  if (!holder) throw new Error(`Nobody is ${role} for ${customer}`);
  return personId(holder.login);
}
