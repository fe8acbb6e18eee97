import type { Id } from '../../src/kernel/id.ts';
import {
  contactLead,
  convertLead,
  editLead,
  qualifyLead,
  reopenOpportunity,
  loseOpportunity,
  type ConvertLeadInput,
  type LeadInput,
} from '../../src/modules/crm/index.ts';
import { logActivity, opportunityClaims, undoLeadConversion } from '../../src/modules/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { untilBlocked } from '../platform/identity/identity-world.ts';
import { openCrm, outcomeOf, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

/** Nima's lead, contacted and qualified. */
async function qualified(over: Partial<LeadInput> = {}): Promise<Id> {
  const { leadId } = await w.capture(over);
  const activity = { kind: 'CALL', subject: 'Called' } as const;
  const next = { kind: 'VISIT', subject: 'Visit', dueAt: '2026-03-25T08:00:00Z' } as const;
  await w.perform(contactLead, { leadId, activity, next }, w.nima);
  await w.perform(qualifyLead, { leadId }, w.nima);
  return leadId;
}

const convert = (leadId: Id, over: Partial<ConvertLeadInput> = {}) =>
  w.perform(convertLead, { leadId, ...over }, w.nima);

const undo = (leadId: Id) => w.perform(undoLeadConversion, { leadId }, w.nima);

/** The parties that there are beside those of the floor, with how they are reached. */
const newParties = () =>
  w.sql(
    `select p.kind, p.name, p.owner_id = $1 as nimas,
            array(select value_key from party_contact_point c where c.party_id = p.id order by 1)
              as points,
            array(select c.name from party_contact k join party c on c.id = k.person_id
                  where k.company_id = p.id) as contacts
     from party p where p.id in (select account_id from lead union select contact_id from lead)
       and p.name not in ('Behsaz', 'Alborz') order by p.kind`,
    [w.id('nima')],
  );

const activityTexts = async (): Promise<string[]> =>
  (
    await w.sql<{ line: string }>(
      `select concat_ws(' ', a.subject, case when a.lead_id is not null then 'lead' end,
                case when a.opportunity_id is not null then 'opportunity' end, p.name) as line
       from activity a left join party p on p.id = a.party_id order by a.created_at, a.id`,
    )
  ).map(({ line }) => line);

describe('convertLead', () => {
  test('makes account, contact and opportunity, and takes the activities along', async () => {
    const leadId = await qualified();
    const opportunity = { expectedAmount: '5000000', expectedCloseOn: '2026-06-01' };
    const { accountId, contactId, opportunityId } = await convert(leadId, { opportunity });
    expect(await newParties()).toEqual([
      {
        kind: 'COMPANY',
        name: 'Tehran Tea Co.',
        nimas: true,
        points: [],
        contacts: ['Maryam Rad'],
      },
      {
        kind: 'PERSON',
        name: 'Maryam Rad',
        nimas: true,
        points: ['+989123456789', 'rad@tehrantea.example'],
        contacts: [],
      },
    ]);
    expect(await w.leadText(leadId)).toBe('CONVERTED nima');
    const texts = await w.opportunityText(opportunityId);
    expect(texts).toBe('OPEN TALK nima 20% PIPELINE 5000000 IRR = 5000000');
    const [row] = await w.sql('select * from opportunity where id = $1', [opportunityId]);
    expect(row).toMatchObject({
      title: 'Asks for 40 pallets of tea',
      ...{ lead_id: leadId, account_id: accountId, contact_id: contactId },
    });
    expect(await activityTexts()).toEqual([
      'Called lead opportunity Tehran Tea Co.',
      'Visit lead opportunity Tehran Tea Co.',
    ]);
  });

  test('links who is known, and enters a person who buys for themselves', async () => {
    const known = await convert(await qualified(), { accountId: w.id('Behsaz') });
    expect(known).toMatchObject({ accountId: w.id('Behsaz'), contactId: null });
    const ofOld = await convert(await qualified({ accountId: w.id('Alborz') }));
    expect(ofOld).toMatchObject({ accountId: w.id('Alborz') });
    const person = await convert(await qualified({ companyName: null, email: 'no address' }));
    expect(person.contactId).toBeNull();
    expect(await newParties()).toEqual([
      { kind: 'PERSON', name: 'Maryam Rad', nimas: true, points: ['+989123456789'], contacts: [] },
    ]);
  });

  test('a second time it answers the first result, without a key and at once', async () => {
    const leadId = await qualified();
    const results = await Promise.all(Array.from({ length: 6 }, () => convert(leadId)));
    results.push(await convert(leadId));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    const [counts] = await w.sql(
      `select (select count(*)::int from opportunity) as opportunities,
      (select count(*)::int from party where name = 'Tehran Tea Co.' and id = $1) as accounts`,
      [results[0]?.accountId],
    );
    expect(counts).toEqual({ opportunities: 1, accounts: 1 });
  });

  test('refuses every fault at once, and leaves nothing', async () => {
    const leadId = await qualified({ taxId: '1234567890' });
    const opportunity = { currency: 'EUR', expectedAmount: '10.123', probability: 101 };
    await w.expectRefused(
      () => convert(leadId, { opportunity }),
      'TOO_PRECISE opportunity.expectedAmount',
      'PERCENT_MALFORMED opportunity.probability',
      'TAX_ID_MALFORMED account.taxIds.0.value',
    );
    const other = (await w.capture()).leadId;
    await w.expectRefused(() => convert(other), 'ILLEGAL_STATE');
    await w.expectRefused(() => convert('x'), 'LEAD_NOT_FOUND leadId');
    await expect(w.perform(convertLead, { leadId }, w.leila)).rejects.toThrow(Forbidden);
  });

  test('who may not enter parties converts only to known ones', async () => {
    const leadId = await qualified();
    const nima = w.seller('nima', ['crm.work', 'parties.read']);
    const foreign = { leadId, accountId: w.id('Karun') };
    await expect(w.perform(convertLead, foreign, nima)).rejects.toThrow(Forbidden);
    await expect(w.perform(convertLead, { leadId }, nima)).rejects.toThrow(Forbidden);
    const asked = { leadId, accountId: w.id('Behsaz') };
    expect(await w.perform(convertLead, asked, nima)).toMatchObject({ accountId: w.id('Behsaz') });
  });
});

describe('undoLeadConversion', () => {
  test('withdraws the opportunity; converted again, it is the same account’s', async () => {
    const leadId = await qualified();
    const first = await convert(leadId);
    const { opportunityId } = first;
    const late = { opportunityId, kind: 'NOTE', subject: 'Later' } as const;
    await w.perform(logActivity, late, w.nima);
    await undo(leadId);
    expect(await w.leadText(leadId)).toBe('QUALIFIED nima');
    expect(await w.opportunityText(opportunityId)).toBe('WITHDRAWN TALK nima 0% CLOSED');
    expect(await activityTexts()).toEqual([
      'Called lead Tehran Tea Co.',
      'Visit lead Tehran Tea Co.',
      'Later lead Tehran Tea Co.',
    ]);
    const { version } = (await w.sql<{ version: number }>('select version from lead'))[0]!;
    await w.perform(editLead, { leadId, expectedVersion: version, subject: 'More' }, w.nima);
    const second = await convert(leadId);
    expect(second).toMatchObject({ accountId: first.accountId, contactId: first.contactId });
    expect(second.opportunityId).not.toBe(opportunityId);
    expect((await activityTexts())[2]).toBe('Later lead opportunity Tehran Tea Co.');
  });

  test.each([['quote', 'id, number, party_id, customer_key, opportunity_id, created_at']])(
    'is refused once there is a %s',
    async (table, columns) => {
      const leadId = await qualified();
      const { opportunityId, accountId } = await convert(leadId);
      await w.sql(`insert into ${table} (${columns}) values ($1, $2, $3, $3, $4, now())`, [
        leadId,
        'Q-1',
        accountId,
        opportunityId,
      ]);
      await w.expectRefused(() => undo(leadId), 'OPPORTUNITY_IN_USE leadId');
      await w.sql(`delete from ${table}`);
    },
  );

  test('waits for a quote that is being written, and is refused for it', async () => {
    const leadId = await qualified();
    const { opportunityId, accountId } = await convert(leadId);
    const seller = await w.database.pool.connect();
    try {
      await seller.query('begin');
      await seller.query(
        `insert into quote (id, number, party_id, customer_key, opportunity_id, created_at)
         values ($1, 'Q-2', $2, $2, $3, now())`,
        [leadId, accountId, opportunityId],
      );
      const outcome = outcomeOf(undo(leadId), 'done');
      await untilBlocked(w);
      await seller.query('commit');
      expect(await outcome).toBe('OPPORTUNITY_IN_USE leadId');
    } finally {
      seller.release();
    }
    await w.sql('delete from quote');
  });

  test('is refused once it is closed, and where nothing was converted', async () => {
    const leadId = await qualified();
    await w.expectRefused(() => undo(leadId), 'ILLEGAL_STATE');
    const { opportunityId } = await convert(leadId);
    await w.perform(loseOpportunity, { opportunityId, reasonId: w.id('PRICE') }, w.nima);
    await w.expectRefused(() => undo(leadId), 'ILLEGAL_STATE leadId');
    await w.perform(reopenOpportunity, { opportunityId, reason: 'Asked again' }, w.sara);
    await undo(leadId);
  });

  test('of six at once one does it', async () => {
    const leadId = await qualified();
    await convert(leadId);
    const outcomes = Array.from({ length: 6 }, () => outcomeOf(undo(leadId), 'done'));
    const wanted = [...Array<string>(5).fill('ILLEGAL_STATE'), 'done'];
    expect((await Promise.all(outcomes)).sort()).toEqual(wanted);
  });

  test('knows of everything that names an opportunity', async () => {
    const keys = await w.sql<{ table: string }>(
      `select distinct conrelid::regclass::text as table from pg_constraint
       where contype = 'f' and confrelid = 'opportunity'::regclass
         and conrelid::regclass::text not in ('activity', 'opportunity_entry') order by 1`,
    );
    expect(opportunityClaims.map(({ table }) => table).sort()).toEqual(
      keys.map(({ table }) => table),
    );
  });
});
