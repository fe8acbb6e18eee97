import type { Id } from '../src/kernel/id.ts';
import type { Acting, Setting } from './bench.ts';
import { newKey, openProduct } from './company.ts';
import { goodsOf, leader, leaderMay, seller, sellerMay, type Goods } from './sales-company.ts';

/** What measurements of the sales floor work with. */
export interface SalesBench extends Setting {
  readonly url: string;
  /** Of the leader of a team. */
  readonly leaderKey: string;
  readonly leaderId: Id;
  readonly teamId: Id;
  readonly seller: Acting;
  readonly goods: Goods;
}

interface PersonRow {
  readonly login: string;
  readonly id: Id;
  readonly key: Id;
  readonly units: readonly Id[];
}

/** Gives both people a key for this run. */
export async function openSalesFloor(setting: Setting, url: string): Promise<SalesBench> {
  const product = await openProduct(url);
  try {
    const leaderKey = await newKey(product, leader, leaderMay);
    const sellerKey = await newKey(product, seller, sellerMay);
    const { rows } = await product.database.pool.query<PersonRow>(
      `select p.login, p.id, k.id as key, a.unit_ids::text[] as units
       from person p join role_assignment a on a.person_id = p.id
       join lateral (
         select id from api_key where person_id = p.id order by id desc limit 1) k on true`,
    );
    const leads = rows.find(({ login }) => login === leader);
    const sells = rows.find(({ login }) => login === seller);
    if (!leads || !sells) throw new Error('The company has not the people it should have');
    return {
      ...setting,
      url,
      leaderKey,
      leaderId: leads.id,
      teamId: leads.units[0] as Id,
      seller: { url, key: sellerKey, personId: sells.id, credentialId: sells.key },
      goods: await goodsOf(product),
    };
  } finally {
    await product.close();
  }
}
