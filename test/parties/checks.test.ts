import { partiesChecks } from '../../src/modules/parties/index.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';
import { enter } from './acts.ts';
import { openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => {
  w = await openSalesFloor(await openTestApp());
  await enter(w, {
    name: 'Sound',
    taxIds: [{ kind: 'NATIONAL_ID', value: '10380284790' }],
    contactPoints: [
      { channel: 'PHONE', value: '02188776655' },
      { channel: 'EMAIL', value: 'a@b.example' },
    ],
    contacts: [
      {
        person: { name: 'Mina', contactPoints: [{ channel: 'MOBILE', value: '09121112233' }] },
        isPrimary: true,
      },
      { person: { name: 'Reza' } },
    ],
  });
  const taxIds = [{ kind: 'NATIONAL_ID' as const, value: '0084575948' }];
  await enter(w, { kind: 'PERSON', name: 'Ali', taxIds });
});
afterAll(() => w.close());

test('sound data show no difference', async () => {
  expect(await w.verify()).toEqual([]);
});

test.each([
  [
    'Every party can be searched by its number, tax ids and contact points',
    `update party set search_text = 'x'`,
  ],
  [
    'Every telephone number of a party is E.164, every e-mail address in small letters',
    `update party_contact_point set value_key = '02188776655' where channel = 'PHONE'`,
  ],
  [
    'Every telephone number of a party is E.164, every e-mail address in small letters',
    `update party_contact_point set value_key = 'A@b.example' where channel = 'EMAIL'`,
  ],
  ['Every tax id is kept without separators', `update party_tax_id set value_key = '1038-0284790'`],
  [
    'Every national id of Iran has the right check digit',
    `update party_tax_id set value_key = '10380284791' where length(value_key) = 11`,
  ],
  [
    'Every national id of Iran has the right check digit',
    `update party_tax_id set value_key = '0084575947' where length(value_key) = 10`,
  ],
  [
    'Of the contact points of a channel one is the one to use',
    `update party_contact_point set is_primary = false`,
  ],
  ['A company has one contact to turn to at most', `update party_contact set is_primary = true`],
  ['Persons speak for companies', `update party set kind = 'PERSON'`],
  ['What somebody looks after belongs to a team', `update party set team_id = null`],
  [
    'No id leads to another party and is one itself',
    `insert into party_redirect select id, id, '{}', now(), null, id from party limit 1`,
  ],
  [
    'Every party that was merged away was announced',
    `insert into party_redirect select gen_random_uuid(), id, '{}', now(), null, id
     from party limit 1`,
  ],
])('%s: told when it does not hold', async (name, damage) => {
  const client = await w.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(damage);
    const [check] = partiesChecks.filter((one) => one.name === name);
    expect((await client.query(check!.sql)).rows.length).toBeGreaterThan(0);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test.each([
  ['a party of no kind', `update party set kind = 'SOMETHING'`],
  ['a party without a name', `update party set name = ''`],
  ['who speaks for themselves', `update party_contact set person_id = company_id`],
  ['a country that is none', `update party_tax_id set country = 'iran'`],
  ['a weight below zero', `update salesperson set weight = -1`],
  [
    'a second company',
    `insert into company (id, name, currency, country) values (2, 'X', 'EUR', 'DE')`,
  ],
])('the database refuses %s', async (_, damage) => {
  await expect(w.sql(damage)).rejects.toMatchObject({ code: '23514' });
});
