import type { Id } from '../src/kernel/id.ts';
import type { EmbeddedPostgres } from '../src/platform/database/embedded/index.ts';
import { may, newKey, openProduct, reader, shipper } from './company.ts';
import type { MakeDrafts } from './drafts.ts';
import { withClient } from './seed.ts';

/** How everything is measured. */
export interface Setting {
  readonly postgres: EmbeddedPostgres;
  readonly rounds: number;
  readonly seconds: number;
  /** How many connections to the database the server has; undefined: as many as by default. */
  readonly pool: string | undefined;
}

/** Who acts, and where. */
export interface Acting {
  readonly url: string;
  /** An API key. */
  readonly key: string;
  readonly personId: Id;
  /** The credential behind the key. */
  readonly credentialId: Id;
}

/** What measurements of goods work with. */
export interface Bench extends Setting {
  /** Of the large one. */
  readonly url: string;
  /** A copy of the company of this size, made for this run. */
  readonly large: Company;
  readonly small: Company;
  /** Transfers of the large one that wait to be shipped. */
  readonly makeDrafts: MakeDrafts;
}

export interface Company {
  readonly url: string;
  /** An API key. */
  readonly readerKey: string;
  readonly shipper: Acting;
  /** The warehouses that the reader works in. */
  readonly readerUnitIds: readonly Id[];
}

interface PersonRow {
  readonly login: string;
  readonly id: Id;
  readonly key: Id;
  readonly units: readonly Id[];
}

/** Gives both people a key for this run. */
export async function openCompany(url: string): Promise<Company> {
  const product = await openProduct(url);
  try {
    const readerKey = await newKey(product, reader, may);
    const shipperKey = await newKey(product, shipper, may);
    const { rows } = await product.database.pool.query<PersonRow>(
      `select p.login, p.id, k.id as key, a.unit_ids::text[] as units
       from person p join role_assignment a on a.person_id = p.id
       join lateral (
         select id from api_key where person_id = p.id order by id desc limit 1) k on true`,
    );
    const reads = rows.find(({ login }) => login === reader);
    const ships = rows.find(({ login }) => login === shipper);
    if (!reads || !ships) throw new Error('The company has not the people it should have');
    return {
      url,
      readerKey,
      shipper: { url, key: shipperKey, personId: ships.id, credentialId: ships.key },
      readerUnitIds: reads.units,
    };
  } finally {
    await product.close();
  }
}

/** So that no round pays for the writes of the one before. */
export const checkpoint = (url: string): Promise<unknown> =>
  withClient(url, (client) => client.query('checkpoint'));

/** Waits until every event has its position. */
export async function eventsSettled(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ waiting: boolean }>(
        'select exists (select from outbox) as waiting',
      );
      if (!rows[0]?.waiting) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
