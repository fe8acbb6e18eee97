import { newId } from '../../src/kernel/id.ts';
import {
  createParty,
  loadParties,
  type PartyCreated,
  type PartyInput,
} from '../../src/modules/parties/index.ts';
import { lockCustomers } from '../../src/modules/parties/verbs.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

const create = (
  input: Partial<PartyInput>,
  by = w.seller('nima', ['parties.edit', 'parties.read']),
): Promise<PartyCreated> =>
  w.perform(createParty, { kind: 'COMPANY', name: 'Zagros', ...input }, by);

const party = async (id: string) => (await loadParties(w.database, [id])).get(id)!;

describe('createParty', () => {
  test('enters a company with all that belongs to it, and its person', async () => {
    const made = await create({
      name: ' Zagros   Trading Co. ',
      legalName: 'شرکت بازرگانی زاگرس (سهامی خاص)',
      taxIds: [{ kind: 'NATIONAL_ID', value: '۱۰۳۸-۰۲۸۴۷۹۰' }],
      contactPoints: [
        { channel: 'PHONE', value: '۰۲۱ ۲۲ ۳۳ ۴۴ ۵۵' },
        { channel: 'EMAIL', value: ' Info+Sales@Zagros.Example ' },
      ],
      addresses: [{ street: 'Valiasr 12', city: 'Tehran', postalCode: '۱۱۱۱۱', isBilling: true }],
      contacts: [
        {
          person: { name: 'Reza', contactPoints: [{ channel: 'MOBILE', value: '09121112233' }] },
          jobTitle: 'Buyer',
          isPrimary: true,
        },
      ],
      segmentIds: [floorIdOf(w, 'RETAIL')],
    });
    expect(await party(made.partyId)).toMatchObject({
      number: made.number,
      name: 'Zagros Trading Co.',
      isCustomer: true,
      ownerId: floorIdOf(w, 'nima'),
      teamId: floorIdOf(w, 'NORTH'),
      taxIds: [{ country: 'IR', kind: 'NATIONAL_ID', valueKey: '10380284790' }],
      contactPoints: [
        { channel: 'PHONE', valueKey: '+982122334455', isPrimary: true },
        { channel: 'EMAIL', valueKey: 'info+sales@zagros.example', isPrimary: true },
      ],
      addresses: [{ city: 'Tehran', postalCode: '11111', country: 'IR', isBilling: true }],
      contacts: [{ personId: made.personIds[0], jobTitle: 'Buyer', isPrimary: true }],
      segmentIds: [floorIdOf(w, 'RETAIL')],
    });
    expect(await party(made.personIds[0]!)).toMatchObject({
      kind: 'PERSON',
      isCustomer: false,
      ownerId: floorIdOf(w, 'nima'),
    });
  });
});

test('customers are locked by any id, unknown ones left out', async () => {
  const behsaz = floorIdOf(w, 'Behsaz');
  const found = await lockCustomers(w.database, [behsaz, newId(), 'x', null]);
  expect([...found.keys()]).toEqual([behsaz]);
  expect(found.get(behsaz)).toMatchObject({ name: 'Behsaz', active: true, isCustomer: true });
});

test('refuses', async () => {
  await expectRefused(w, () => create({ name: ' ' }), ['TEXT_MALFORMED name']);
});
