import { findStrangeWrites } from '../../scripts/one-writer.ts';

const operation = 'src/modules/inventory/operations/a.ts';
const ledger = 'src/modules/inventory/ledger/a.ts';
const relay = 'src/platform/events/a.ts';
const log = 'src/platform/perform/a.ts';

const whats = (file: string, source: string): string[] =>
  findStrangeWrites(file, source).map(({ what }) => what);

describe('writes to a ledger from elsewhere', () => {
  test.each([
    ['insert', 'stock_move', '`insert into stock_move (id) values ($1)`'],
    ['insert', 'stock_move', '`with m as (INSERT  INTO\n "stock_move" values ($1)) select 1`'],
    ['update', 'stock_balance', `'update only public.stock_balance set on_hand = 0'`],
    ['update', 'stock_balance', '`update stock_balance b set on_hand = ${value}`'],
    ['delete', 'stock_balance', '`select ${x}; delete from stock_balance where true`'],
    ['delete', 'stock_balance', `'truncate table stock_balance'`],
    ['insert', 'number_series', `'copy number_series from stdin'`],
    ['insert', 'stock_balance', 'op.em.create(StockBalance, { onHand: 1 })'],
    ['insert', 'stock_balance', 'new StockBalance()'],
    ['update', 'stock_balance', `em.nativeUpdate(StockBalance, { id }, { onHand: 0 })`],
    ['delete', 'stock_balance', `kysely.deleteFrom('stock_balance')`],
    ['insert', 'outbox', `'insert into outbox (id) values ($1)'`],
    ['update', 'operation_log', `'update operation_log set answer = null'`],
    ['insert', 'event_log', `'insert into event_log default values'`],
  ])('%s of %s by %s', (verb, table, source) => {
    expect(whats(operation, source)).toEqual([
      expect.stringContaining(`${verb} of ${table} belongs to src/`),
    ]);
  });

  test('what nobody may do is refused in the ledger itself', () => {
    expect(whats(ledger, `'delete from stock_move'`)).toEqual([
      'delete of stock_move belongs to nobody',
    ]);
    expect(whats(relay, `'update event_log set data = $1'`)).toEqual([
      'update of event_log belongs to nobody',
    ]);
  });

  test('each verb has its place', () => {
    expect(whats(relay, `'delete from outbox'`)).toEqual([]);
    expect(whats(relay, `'insert into outbox default values'`)).toHaveLength(1);
    expect(whats(log, `'insert into outbox default values'`)).toEqual([]);
    expect(whats(log, `'delete from outbox'`)).toHaveLength(1);
    expect(whats(ledger, '`insert into stock_move default values`; new StockMove()')).toEqual([]);
  });

  test('a table put in at run time can be any', () => {
    expect(whats(operation, '`insert into ${table} (id) values ($1)`')).toEqual([
      'insert into names its table at run time',
    ]);
    expect(whats(operation, '`with a as (update ${table} set x = 1) select 1`')).toHaveLength(1);
    expect(whats(operation, '`Cannot update ${name}`')).toEqual([]);
  });

  test.each([
    `// insert into stock_move`,
    `'select * from stock_move where kind = $1 for update of b'`,
    `'insert into stock_transfer (id) values ($1) on conflict (id) do update set note = $2'`,
    `'update stock_transfer set state = $1'`,
    `em.create(StockTransfer, {})`,
    `receipts.constructor(StockMove)`,
    `em.find(StockBalance, {})`,
  ])('reading and other tables are free: %s', (source) => {
    expect(whats(operation, source)).toEqual([]);
  });

  test('it tells the line', () => {
    expect(findStrangeWrites(operation, `\n\nconst a = 'delete from outbox';`)).toEqual([
      { file: operation, line: 3, what: 'delete of outbox belongs to src/platform/events/' },
    ]);
  });
});
