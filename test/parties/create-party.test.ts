import { newId } from '../../src/kernel/id.ts';
import {
  createParty,
  findPossibleDuplicates,
  loadParties,
  probeOfQuestion,
  type PartyCreated,
  type PartyInput,
} from '../../src/modules/parties/index.ts';
import { lockCustomers } from '../../src/modules/parties/verbs.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asViewer, openTestApp, type TestApp } from '../support/perform.ts';
import { expectRefused } from '../catalog/world.ts';
import { manager } from './acts.ts';
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

describe('possible duplicates', () => {
  const found = async (over: Partial<PartyInput>, by?: Parameters<typeof create>[1]) =>
    shown((await create({ ...over }, by)).possibleDuplicates);

  const shown = (all: PartyCreated['possibleDuplicates']): string[] =>
    all.map(({ partyId, ownerId, reasons }) => {
      const owner = [...w.floorIds].find(([, id]) => id === ownerId)?.[0] ?? 'nobody';
      const whose = partyId === null ? `somebody of ${owner}` : `one of ${owner}`;
      return [whose, ...reasons.map(({ by, similarity }) => `${by} ${similarity}`)].join(', ');
    });

  let serial = 0;
  /** Nothing like any other. */
  const odd = (): string =>
    [...String((serial += 1)).padStart(4, '0')]
      .map((digit) => 'qwxzkvjyhb'[+digit])
      .join('')
      .repeat(3);

  test.each<[string, Partial<PartyInput>, Partial<PartyInput>, string]>([
    [
      'a telephone number, however written',
      { contactPoints: [{ channel: 'PHONE', value: '+98 21 4455 0011' }] },
      { contactPoints: [{ channel: 'FAX', value: '۰۲۱-۴۴۵۵۰۰۱۱' }] },
      'PHONE 1',
    ],
    [
      'an e-mail address',
      { contactPoints: [{ channel: 'EMAIL', value: 'Sales@Dena.Example' }] },
      { contactPoints: [{ channel: 'EMAIL', value: ' sales@dena.example' }] },
      'EMAIL 1',
    ],
    [
      'a tax id',
      { taxIds: [{ kind: 'NATIONAL_ID', value: '10100310428' }] },
      { taxIds: [{ kind: 'ECONOMIC_CODE', value: '1010-0310-428' }] },
      'TAX_ID 1',
    ],
    [
      'a name without what companies are called by',
      { name: 'Sabalan Pars' },
      { name: 'SABALAN PARS Co., Ltd.' },
      'NAME 1',
    ],
    [
      'a name of other letters',
      { name: 'شرکت کيمياي دنا' },
      { name: 'کیمیای دنا (سهامی خاص)' },
      'NAME 1',
    ],
    [
      'a name nearly the same',
      { name: 'Golestan Foolad' },
      { name: 'Golestan Fulad' },
      'NAME 0.63',
    ],
  ])('by %s', async (_, one, other, reason) => {
    await create({ name: odd(), ...one });
    expect(await found({ name: odd(), ...other })).toEqual([`one of nima, ${reason}`]);
  });

  test('not by a plus-address, a name of another kind, or what is far from alike', async () => {
    await create({
      name: 'Lorestan',
      contactPoints: [{ channel: 'EMAIL', value: 'a@lor.example' }],
    });
    const contactPoints = [{ channel: 'EMAIL' as const, value: 'a+b@lor.example' }];
    expect(await found({ name: odd(), contactPoints })).toEqual([]);
    expect(await found({ kind: 'PERSON', name: 'Lorestan' })).toEqual([]);
    expect(await found({ name: 'Lordegan Cement' })).toEqual([]);
  });

  test('another’s customer is told as being there, and whose it is: nothing else', async () => {
    const contactPoints = [{ channel: 'PHONE' as const, value: '02188776655' }];
    const leila = w.seller('leila', ['parties.edit', 'parties.read']);
    expect(await found({ name: odd(), contactPoints }, leila)).toEqual(['somebody of nima']);
    const leader = w.leader(['parties.edit', 'parties.read']);
    expect((await found({ name: odd(), contactPoints }, leader)).sort()).toEqual([
      'one of nima, PHONE 1',
      'somebody of leila',
    ]);
  });

  test('the person who is entered along is looked for as well', async () => {
    const contactPoints = [{ channel: 'MOBILE' as const, value: '09129998877' }];
    await create({ kind: 'PERSON', name: odd(), contactPoints });
    const contacts = [{ person: { name: odd(), contactPoints } }];
    expect(await found({ name: odd(), contacts })).toEqual(['one of nima, PHONE 1']);
  });

  test('before anything is saved, from what was typed so far', async () => {
    const asked = {
      kind: 'COMPANY' as const,
      name: 'behsaz',
      phones: ['no number', '021 88776655'],
    };
    const probe = probeOfQuestion(asked, 'IR');
    const viewer = w.seller('nima', ['parties.read']).viewer;
    const all = await findPossibleDuplicates(w.database, viewer, [probe]);
    expect(shown(all)[0]).toBe('one of nima, NAME 1, PHONE 1');
    expect(await findPossibleDuplicates(w.database, viewer, [])).toEqual([]);
  });
});

test('customers are locked by any id, unknown ones left out', async () => {
  const behsaz = floorIdOf(w, 'Behsaz');
  const found = await lockCustomers(w.database, [behsaz, newId(), 'x', null]);
  expect([...found.keys()]).toEqual([behsaz]);
  expect(found.get(behsaz)).toMatchObject({ name: 'Behsaz', active: true, isCustomer: true });
});

test('refuses every fault at once, each with its place', async () => {
  const nima = w.seller('nima', ['parties.edit']);
  const refused = (input: Partial<PartyInput>, ...faults: string[]) =>
    expectRefused(w, () => create(input, nima), faults);
  await refused(
    {
      name: ' ',
      taxIds: [
        { kind: 'NATIONAL_ID', value: '10380284791' },
        { kind: 'VAT', value: 'DE1', country: 'Germany' },
        { kind: 'REGISTRATION', value: '1' },
        { kind: 'REGISTRATION', value: '2' },
      ],
      contactPoints: [
        { channel: 'PHONE', value: '12' },
        { channel: 'EMAIL', value: 'nobody' },
      ],
      addresses: [{ city: '', street: 'x' }],
      contacts: [{ personId: newId() }, {}],
      segmentIds: [newId()],
    },
    'PARTY_NOT_FOUND contacts.0.personId',
    'CONTACT_UNCLEAR contacts.1',
    'TEXT_MALFORMED name',
    'TAX_ID_MALFORMED taxIds.0.value',
    'COUNTRY_MALFORMED taxIds.1.country',
    'TAX_ID_REPEATED taxIds.3.kind',
    'PHONE_MALFORMED contactPoints.0.value',
    'EMAIL_MALFORMED contactPoints.1.value',
    'TEXT_MALFORMED addresses.0.city',
    'SEGMENT_NOT_FOUND segmentIds.0',
  );
  await refused(
    { kind: 'PERSON', contacts: [{ person: { name: 'X' } }] },
    'CONTACTS_OF_A_PERSON contacts',
  );
  await refused({ id: floorIdOf(w, 'Behsaz') }, 'ID_TAKEN id');
  await expectRefused(w, () => create({ ownerId: newId() }, manager), [
    'SALESPERSON_NOT_FOUND ownerId',
  ]);
});

test('a seller enters what is theirs, a leader for the team, a stranger nothing', async () => {
  const leila = { ownerId: floorIdOf(w, 'leila') };
  await expect(create(leila)).rejects.toThrow(Forbidden);
  await expect(create(leila, w.leader(['parties.edit']))).rejects.toThrow(Forbidden);
  await expect(create({}, asViewer({ 'parties.edit': 'OWN' }))).rejects.toThrow(Forbidden);
  await create({ ownerId: floorIdOf(w, 'nima') }, w.leader(['parties.edit']));
});

test('it takes the same statements with one part as with fifty', async () => {
  const points = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      channel: 'MOBILE' as const,
      value: `0912${String(1_000_000 + i)}`,
    }));
  const statements = (count: number) =>
    w.statementsOf(() => create({ name: `Many ${count}`, contactPoints: points(count) }));
  expect(await statements(50)).toEqual(await statements(1));
});
