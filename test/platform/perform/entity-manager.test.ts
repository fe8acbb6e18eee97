import { defineEntity, p } from '@mikro-orm/core';
import { refuse } from '../../../src/kernel/domain-error.ts';
import { statement } from '../../../src/platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../src/platform/perform/operation.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { startServer, type Server } from './scratch.ts';

const NoteSchema = defineEntity({
  name: 'ScratchNote',
  tableName: 'scratch_note',
  properties: { id: p.uuid().primary(), text: p.text(), writtenOn: p.date().nullable() },
});
class ScratchNote extends NoteSchema.class {}
NoteSchema.setClass(ScratchNote);

const insertNote = statement('scratch_note_insert', 'insert into scratch_note values ($1, $2)');
const countNotes = statement('scratch_note_count', 'select count(*)::int as n from scratch_note');

let app: TestApp;
let server: Server;

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(
    'create table scratch_note (id uuid primary key, text text unique, written_on date)',
  );
  server = await startServer(app.database.url, { entities: [NoteSchema] });
});
beforeEach(() => app.forget('scratch_note'));
afterAll(async () => {
  await server.close();
  await app.close();
});

const perform = (run: (op: OperationContext) => Promise<unknown>): Promise<unknown> => {
  const operation = defineOperation({
    name: 'note',
    permission: null,
    run: async (op, _input: object) => (await run(op)) ?? {},
  });
  return server.perform(operation, {}, asSystem);
};

const persist = (op: OperationContext, text: string): void => {
  op.em.persist(op.em.create(ScratchNote, { id: op.newId(), text }));
};
const insert = (op: OperationContext, text: string) => op.query(insertNote, [op.newId(), text]);
const seen = async (op: OperationContext): Promise<number | undefined> =>
  (await op.query<{ n: number }>(countNotes))[0]?.n;
const texts = async (): Promise<string[]> => {
  const rows = await app.sql<{ text: string }>('select text from scratch_note order by text');
  return rows.map(({ text }) => text);
};

test('entities and statements write in one transaction and see each other', async () => {
  const counts = await perform(async (op) => {
    persist(op, 'entity');
    const before = await seen(op);
    await op.em.flush();
    await insert(op, 'statement');
    return [before, await seen(op), await op.em.count(ScratchNote)];
  });
  expect(counts).toEqual([0, 2, 2]);
  expect(await texts()).toEqual(['entity', 'statement']);
});

test('they are rolled back together', async () => {
  const act = perform(async (op) => {
    persist(op, 'entity');
    await op.em.flush();
    await insert(op, 'statement');
    refuse('NOT_TODAY', 'Not today');
  });
  await expect(act).rejects.toThrow('Not today');
  expect(await texts()).toEqual([]);
});

test('what is not flushed is not written', async () => {
  await perform(async (op) => persist(op, 'forgotten'));
  expect(await texts()).toEqual([]);
});

test('nobody else sees any of it before the commit', async () => {
  await perform(async (op) => {
    persist(op, 'entity');
    await op.em.flush();
    expect(await texts()).toEqual([]);
  });
  expect(await texts()).toEqual(['entity']);
});

test('a nested transactional is a savepoint: it falls alone, or stays with the whole', async () => {
  await perform(async (op) => {
    persist(op, 'before');
    await op.em.flush();
    await op.em.transactional(async (em) => {
      em.persist(em.create(ScratchNote, { id: op.newId(), text: 'kept' }));
    });
    const fallen = op.em.transactional(async (em) => {
      em.persist(em.create(ScratchNote, { id: op.newId(), text: 'fallen' }));
      await em.flush();
      throw new Error('back to the savepoint');
    });
    await expect(fallen).rejects.toThrow('back to the savepoint');
    expect(await texts()).toEqual([]); // a savepoint commits nothing
    await insert(op, 'after');
  });
  expect(await texts()).toEqual(['after', 'before', 'kept']);
});

test('a clash inside a savepoint leaves the operation usable', async () => {
  await perform(async (op) => {
    await insert(op, 'taken');
    const clash = op.em.transactional(async (em) => {
      em.persist(em.create(ScratchNote, { id: op.newId(), text: 'taken' }));
    });
    await expect(clash).rejects.toMatchObject({ code: '23505' });
    await insert(op, 'next');
  });
  expect(await texts()).toEqual(['next', 'taken']);
});

test('savepoints kept and then the whole refused: nothing stays', async () => {
  const act = perform(async (op) => {
    await op.em.transactional(async (em) => {
      em.persist(em.create(ScratchNote, { id: op.newId(), text: 'kept' }));
    });
    refuse('NOT_TODAY', 'Not today');
  });
  await expect(act).rejects.toThrow('Not today');
  expect(await texts()).toEqual([]);
});

test.each([
  ['commit', (op: OperationContext) => op.em.commit()],
  ['rollback', (op: OperationContext) => op.em.rollback()],
])('an operation cannot %s by its entity manager', async (_name, end) => {
  const act = perform(async (op) => {
    await insert(op, 'written');
    await end(op);
  });
  await expect(act).rejects.toThrow('Only perform begins and ends a transaction');
  expect(await texts()).toEqual([]);
});

test('each attempt and each operation has an entity manager of its own', async () => {
  const managers = new Set<unknown>();
  let failures = 1;
  const keep = async (op: OperationContext): Promise<void> => {
    managers.add(op.em);
    expect(op.em).toBe(op.em);
    persist(op, `note ${managers.size}`);
    if (failures-- > 0) throw Object.assign(new Error('again'), { code: '40001' });
    await op.em.flush();
  };
  await perform(keep);
  await perform(keep);
  expect(managers.size).toBe(3);
  expect(await texts()).toEqual(['note 2', 'note 3']); // of the first attempt nothing is left
});
