import { MikroORM } from '@mikro-orm/postgresql';
import { createTestDatabase } from '../../support/database.ts';
import { declaredByDoors } from '../../support/perform.ts';

/**
 * What SQL can say and entity metadata need not: CHECKs, triggers, indexes other than B-trees, keys
 * of several columns, columns computed from others.
 */
const onlyInSql = `
  select conname as name from pg_constraint
    where contype = 'c' or (contype = 'f' and cardinality(conkey) > 1)
  union all
  select c.relname from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_am am on am.oid = c.relam
  where i.indpred is not null or i.indexprs is not null or am.amname <> 'btree'
     or exists (select from unnest(i.indoption) o where o <> 0)
     or i.indnatts <> i.indnkeyatts
  union all
  select format('%s.%s', c.relname, a.attname) from pg_attribute a
    join pg_class c on c.oid = a.attrelid where a.attgenerated = 's'`;

/**
 * Hashes of passwords, tokens and keys, and secrets, have no property, so that no selection can
 * reach them.
 */
const dropsSecretsOnly = (line: string): boolean =>
  /^alter table \S+ drop column "(\w+_hash|secret)"(, drop column "\w+_hash")*;$/.test(line) ||
  /^alter table \S+ drop constraint "\w+_hash_unique";$/.test(line);

/** Told by its `seq`, a plain value; that the move is there, the table holds. */
const seqOfMove = 'stock_move_reverses_foreign';
/** Told by their id, which is that of the other. */
const sameId = [
  'payment_plan_settlement_allocation_id_foreign',
  'salesperson_id_foreign',
  'credit_account_party_id_foreign',
  'delivery_id_foreign',
  'delivery_line_id_foreign',
  'discount_allowance_id_foreign',
  'write_off_limit_id_foreign',
  'webhook_endpoint_id_foreign',
];
/** Told by its code: the tax is of a module that stands on the product's. */
const taxOfProduct = 'product_tax_code_foreign';

test('entities and migrated tables agree in columns, keys, relations and indexes', async () => {
  const { url, drop } = await createTestDatabase();
  const { entities } = await declaredByDoors();
  const orm = await MikroORM.init({ clientUrl: url, entities });
  try {
    const rows = await orm.em.getConnection().execute<{ name: string }[]>(onlyInSql);
    const names = new Set([seqOfMove, taxOfProduct, ...sameId, ...rows.map(({ name }) => name)]);
    const whole = { wrap: false, safe: false, dropTables: false };
    const diff = await orm.schema.getUpdateSchemaSQL(whole);
    const dropOf = /^(?:alter table \S+ drop constraint|drop index) (?:if exists )?"([^"]+)";$/;
    const column = /^alter table "([^"]+)" drop column "([^"]+)";$/;
    const computed = (line: string): boolean =>
      names.has(column.exec(line)?.slice(1).join('.') ?? '');
    const differences = diff
      .split('\n')
      .filter((line) => line.trim() !== '' && !names.has(dropOf.exec(line)?.[1] ?? ''))
      .filter((line) => !computed(line))
      .filter((line) => !/^drop (trigger|function) /.test(line))
      .filter((line) => !dropsSecretsOnly(line));
    expect(differences).toEqual([]);
  } finally {
    await orm.close(true);
    await drop();
  }
});
