import { newKey, openProduct, type Product } from './company.ts';
import type { Setting } from './bench.ts';
import { helpers } from './goods-sql.ts';
import { writeBooks } from './owing-sql.ts';
import { enterSalesCompany } from './sales-company.ts';
import { writeCustomers } from './sales-sql.ts';
import { literal, withClient, type Seed } from './seed.ts';

/** What measurements of what customers owe work with. */
export interface BooksBench extends Setting {
  readonly url: string;
  /** Of somebody who may read what everybody owes. */
  readonly key: string;
}

const [customers, commitments] = [2_000, 1_000_000];

/** Reads what is owed, and the payment events. */
const bookkeeper = 'bench.bookkeeper';
const may = ['events.read', 'receivables.read', 'parties.read'];

export async function enterBookkeeper({ identity, act }: Product): Promise<void> {
  const { defineRole, createPerson, grantRole } = identity.operations;
  const names = { nameEn: 'Bookkeeper', nameFa: 'دفتردار' };
  const permissions = may.map((permission) => ({ permission, reach: 'ALL' as const }));
  await act(defineRole, { code: 'BENCH_BOOKS', ...names, permissions });
  const { personId } = await act(createPerson, { login: bookkeeper, ...names });
  await act(grantRole, { personId, role: 'BENCH_BOOKS', unitIds: [] });
}

/** Books of a thousand days: two claims in three are paid. */
export const books: Seed = {
  name: 'bench_books',
  content: `${commitments} commitments of ${customers} customers`,
  files: [
    'books.ts',
    'company.ts',
    'goods-sql.ts',
    'owing-sql.ts',
    'sales-company.ts',
    'sales-sql.ts',
  ],
  async fill(url) {
    const product = await openProduct(url);
    try {
      await enterSalesCompany(product);
      await enterBookkeeper(product);
    } finally {
      await product.close();
    }
    await withClient(url, async (client) => {
      await client.query('begin');
      for (const sql of helpers) await client.query(sql);
      for (const sql of writeCustomers) await client.query(literal(sql, [customers]));
      for (const sql of writeBooks) await client.query(literal(sql, [commitments]));
      await client.query('commit');
      await client.query('vacuum (analyze)');
      await client.query('checkpoint');
    });
  },
};

/** Gives the bookkeeper a key for this run. */
export async function openBooks(setting: Setting, url: string): Promise<BooksBench> {
  const product = await openProduct(url);
  try {
    return { ...setting, url, key: await newKey(product, bookkeeper, may) };
  } finally {
    await product.close();
  }
}
