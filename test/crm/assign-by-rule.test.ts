import { newId } from '../../src/kernel/id.ts';
import { assignLead } from '../../src/modules/crm/index.ts';
import { setSalesperson } from '../../src/modules/parties/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

describe('by rule', () => {
  const set = (name: string, over: object) =>
    w
      .sql('select version from salesperson where id = $1', [w.id(name)])
      .then(([row]) =>
        w.perform(
          setSalesperson,
          { personId: w.id(name), expectedVersion: Number(row?.['version']), ...over },
          asSystem,
        ),
      );
  const byRule = async (over: object = {}): Promise<string> =>
    w.leadText((await w.capture({ assignByRule: true, ...over }, asSystem)).leadId);

  test('goes to the segment’s people by weight, within capacity, to nobody absent', async () => {
    await set('leila', { weight: 2 });
    const retail = { segmentId: w.id('RETAIL') };
    const given = [];
    for (let n = 0; n < 6; n += 1) given.push((await byRule(retail)).replace('ASSIGNED ', ''));
    expect(given.sort()).toEqual(['leila', 'leila', 'leila', 'leila', 'nima', 'nima']);
    expect(await byRule()).toBe('ASSIGNED sara');
    await set('nima', { capacity: 2 });
    await set('leila', { capacity: 4 });
    expect(await byRule(retail)).toBe('NEW -');
    await w.sql(
      `insert into absence (id, salesperson_id, from_on, through_on)
                 values ($1, $2, '2026-03-20', '2026-03-21')`,
      [newId(), w.id('sara')],
    );
    const { leadId } = await w.capture({}, asViewer({ 'crm.work': 'OWN' }));
    const asked = { leadId, byRule: true };
    const assign = () => w.perform(assignLead, asked, asSystem);
    await w.expectRefused(assign, 'NOBODY_TO_ASSIGN byRule');
    w.clock.set('2026-03-22T08:00:00Z');
    expect(await assign()).toMatchObject({ ownerId: w.id('sara') });
    w.clock.set('2026-03-21T08:00:00Z');
    await w.sql('delete from absence');
    await set('nima', { withoutCapacity: true });
    await set('leila', { withoutCapacity: true, weight: 1 });
  });

  test('at once they are shared out all the same', async () => {
    await set('leila', { capacity: 3 });
    await set('nima', { capacity: 3 });
    const retail = { segmentId: w.id('RETAIL') };
    const texts = await Promise.all(Array.from({ length: 8 }, () => byRule(retail)));
    const count = (text: string) => texts.filter((one) => one === text).length;
    expect([count('ASSIGNED leila'), count('ASSIGNED nima'), count('NEW -')]).toEqual([3, 3, 2]);
    await set('nima', { withoutCapacity: true });
    await set('leila', { withoutCapacity: true });
  });

  test('either by name or by rule', async () => {
    const { leadId } = await w.capture();
    for (const asked of [{}, { byRule: true, ownerId: w.id('nima') }]) {
      const act = () => w.perform(assignLead, { leadId, ...asked }, w.sara);
      expect(await refusalOf(act)).toMatchObject([{ code: 'OWNER_CONTRADICTED' }]);
    }
  });
});
