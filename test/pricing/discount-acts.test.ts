import { newId, type Id } from '../../src/kernel/id.ts';
import { createProductCategory } from '../../src/modules/catalog/index.ts';
import {
  createDiscountRule,
  deactivateDiscountRule,
  editDiscountRule,
  reactivateDiscountRule,
  removeDiscountAllowance,
  setDiscountAllowance,
  type DiscountRuleInput,
} from '../../src/modules/pricing/index.ts';
import { collectPermissions } from '../../src/platform/identity/permissions.ts';
import { createDefineRole } from '../../src/platform/identity/operations/define-role.ts';
import { grantRole } from '../../src/platform/identity/operations/grant-role.ts';
import { announced, expectRefused, openWorld, outcomes, times } from '../inventory/world.ts';
import { floorIdOf, openSalesFloor } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { addList, asks, basePrices, fixed, pricer, priceOne } from './world.ts';

const open = async () => openSalesFloor(await openWorld());
let w: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  w = await open();
  const items = Object.entries(basePrices).map(([sku, value]) => fixed(w, sku, value));
  await addList(w, { code: 'BASE', scope: 'BASE', converts: true }, items);
});
afterAll(() => w.close());
let before = 0;
beforeEach(async () => {
  await w.forget('discount_rule', 'tax_exemption', 'tax_rate', 'exchange_rate');
  await w.sql('update product set tax_code = null');
  await w.sql('delete from tax');
  before = (await announced(w)).length;
});

/** The types of what this test announced. */
const heard = async () => (await announced(w)).slice(before).map(({ type }) => type);

const lineOf = async (text: string, over: object = {}) => {
  const { document, faults } = await priceOne(w, asks(w, [text], over));
  if (!document) throw new Error(JSON.stringify(faults));
  return document.lines[0]!;
};

describe('discount rules', () => {
  const make = async (over: Partial<DiscountRuleInput> = {}): Promise<Id> => {
    const input = { code: 'TEN', name: 'Ten', target: 'LINE', percents: ['10'], ...over } as const;
    return (await w.perform(createDiscountRule, input, pricer)).discountRuleId;
  };
  const edit = (discountRuleId: Id, over: object, expectedVersion = 1) =>
    w.perform(editDiscountRule, { discountRuleId, expectedVersion, ...over }, pricer);

  test('are announced and given, and kept as they were stated', async () => {
    const names = { code: 'V', nameEn: 'V', nameFa: 'V' };
    const { productCategoryId } = await w.perform(createProductCategory, names, asSystem);
    await make({ percents: ['10', '5.00'], minQuantity: '12', validFrom: '2026-01-01' });
    await make({ code: 'CAT', categoryId: productCategoryId });
    await make({ code: 'OFF', target: 'DOCUMENT', percents: null, amount: '500', currency: 'irr' });
    expect(
      (await lineOf('VALVE 1 CT')).trace.steps.map(({ code, amount }) => `${code} ${amount}`),
    ).toEqual(['BASE 1200000', 'TEN -120000', 'TEN -54000', 'OFF -500']);
    expect((await lineOf('VALVE 11')).discount).toBe('500');
    const announcements = (await heard()).filter((type) => type.startsWith('discount'));
    expect(announcements).toEqual(Array(3).fill('discount_rule.created'));
  });

  test('every fault is named at once', async () => {
    await make();
    await expectRefused(
      w,
      () =>
        make({
          id: 'x',
          code: 'ten',
          name: '',
          segmentId: newId(),
          partyId: floorIdOf(w, 'Karun'),
          productId: newId(),
          categoryId: newId(),
          percents: ['0', '101'],
          amount: '1',
          minQuantity: '-1',
          minAmount: '5',
          exclusionGroup: 'a b',
          priority: 0.5,
          validFrom: '2026-01-01',
          validTo: '2026-01-01',
        }),
      [
        'ID_MALFORMED id',
        'TEXT_MALFORMED name',
        'DISCOUNT_MALFORMED amount',
        'DISCOUNT_MALFORMED currency',
        'DISCOUNT_MALFORMED percents.0',
        'DISCOUNT_MALFORMED percents.1',
        'PRICE_ITEM_MALFORMED minQuantity',
        'CODE_MALFORMED exclusionGroup',
        'PRICE_LIST_MALFORMED priority',
        'PERIOD_MALFORMED validTo',
        'DISCOUNT_MALFORMED segmentId',
        'DISCOUNT_MALFORMED categoryId',
        'CODE_TAKEN code',
        'SEGMENT_NOT_FOUND segmentId',
        'PRODUCT_NOT_FOUND productId',
        'CATEGORY_NOT_FOUND categoryId',
      ],
    );
  });

  test.each<[string, Partial<DiscountRuleInput>, readonly string[]]>([
    ['neither percents nor amount', { percents: null }, ['DISCOUNT_MALFORMED percents']],
    [
      'an amount of nothing',
      { percents: null, amount: '0', currency: 'IRR' },
      ['DISCOUNT_MALFORMED amount'],
    ],
    ['an amount of no currency', { percents: null, amount: '1' }, ['DISCOUNT_MALFORMED currency']],
    [
      'an amount of a document on lines',
      { percents: null, amount: '1', currency: 'IRR', amountPer: 'DOCUMENT' },
      ['DISCOUNT_MALFORMED amountPer'],
    ],
    [
      'half a rial of a document',
      { target: 'DOCUMENT', percents: null, amount: '0.5', currency: 'IRR' },
      ['TOO_PRECISE amount', 'DISCOUNT_MALFORMED amount'],
    ],
    ['an empty chain', { percents: [] }, ['DISCOUNT_MALFORMED percents']],
  ])('refuses %s', (_what, over, wanted) => expectRefused(w, () => make(over), wanted));

  test('two of a group that nothing tells apart are refused, naming the other', async () => {
    await make({ exclusionGroup: 'G', validTo: '2026-06-01' });
    await make({ code: 'B', exclusionGroup: 'G', priority: 1 });
    await make({ code: 'C', exclusionGroup: 'H' });
    const late = await make({ code: 'D', exclusionGroup: 'G', validFrom: '2026-06-01' });
    const faults = await expectRefused(
      w,
      () => make({ code: 'E', exclusionGroup: 'G', validTo: '2026-04-01' }),
      ['DISCOUNT_RULES_TIE priority'],
    );
    expect(faults[0]?.message).toBe(
      'E and TEN are both of priority 0 in the group G; ' +
        'TEN holds from 2026-03-21 until before 2026-06-01',
    );
    await expectRefused(w, () => edit(late, { validFrom: '2026-05-31' }), [
      'DISCOUNT_RULES_TIE validFrom',
    ]);
    await expectRefused(w, () => edit(late, { priority: 1 }), ['DISCOUNT_RULES_TIE priority']);
  });

  test('of six who announce one of a group at once, one does', async () => {
    const acts = times(6, (n) => make({ code: `R${n}`, exclusionGroup: 'G' }));
    expect(await outcomes(acts)).toEqual({ done: 1, DISCOUNT_RULES_TIE: 5 });
  });

  test('the table itself refuses those that tie', async () => {
    await make({ exclusionGroup: 'G' });
    const act = w.sql(
      `insert into discount_rule (id, code, name, target, percents, stacking, exclusion_group,
                                  valid_from, created_at)
       values (gen_random_uuid(), 'X', 'X', 'LINE', '{5}', 'ON_RUNNING', 'G', '2026-05-01', now())`,
    );
    await expect(act).rejects.toMatchObject({ constraint: 'discount_rule_no_tie' });
  });

  test('are renamed, ended, switched off and on', async () => {
    const id = await make({ validFrom: '2026-01-01' });
    expect(await edit(id, { name: 'Other', validTo: '2026-03-21' })).toMatchObject({ version: 2 });
    expect((await lineOf('VALVE')).discount).toBe('0');
    await edit(id, { withoutEnd: true }, 2);
    expect((await lineOf('VALVE')).discount).toBe('10000');
    const off = () => w.perform(deactivateDiscountRule, { discountRuleId: id }, pricer);
    const on = () => w.perform(reactivateDiscountRule, { discountRuleId: id }, pricer);
    await expectRefused(w, on, ['DISCOUNT_RULE_ALREADY_ACTIVE discountRuleId']);
    await off();
    expect((await lineOf('VALVE')).discount).toBe('0');
    await expectRefused(w, off, ['DISCOUNT_RULE_ALREADY_INACTIVE discountRuleId']);
    await on();
    expect((await lineOf('VALVE')).discount).toBe('10000');
    await expectRefused(w, () => edit(id, { name: 'X' }), ['STALE expectedVersion']);
    await expectRefused(w, () => edit(newId(), {}), ['DISCOUNT_RULE_NOT_FOUND discountRuleId']);
  });
});

describe('allowances', () => {
  const allow = (roleId: Id, maxPercent: string, minMarginPercent?: string) =>
    w.perform(setDiscountAllowance, { roleId, maxPercent, minMarginPercent }, pricer);

  const exceeds = async (person: 'nima' | 'sara', percent: string) => {
    const asked = asks(w, ['VALVE'], { byPersonId: floorIdOf(w, person) });
    const lines = asked.lines.map((line) => ({
      ...line,
      override: { discountPercents: [percent] },
    }));
    return (await priceOne(w, { ...asked, lines })).document?.lines[0]?.exceeds;
  };

  test('limit by role who asks; the most generous of one’s roles counts', async () => {
    const defineRole = createDefineRole(collectPermissions([]));
    const role = async (code: string): Promise<Id> => {
      const input = { code, nameEn: code, nameFa: code, permissions: [] };
      return (await w.perform(defineRole, input, asSystem)).roleId;
    };
    const [five, ten] = [await role('FIVE'), await role('TEN')];
    for (const code of ['FIVE', 'TEN']) {
      await w.perform(grantRole, { personId: floorIdOf(w, 'nima'), role: code }, asSystem);
    }
    expect(await exceeds('sara', '50')).toEqual([]);
    await allow(five, '5');
    expect([await exceeds('nima', '5'), await exceeds('nima', '6')]).toEqual([[], ['PERCENT']]);
    expect(await exceeds('sara', '1')).toEqual(['PERCENT']);
    await allow(ten, '10', '-5.5');
    expect([await exceeds('nima', '10'), await exceeds('nima', '11')]).toEqual([[], ['PERCENT']]);
    await w.perform(removeDiscountAllowance, { roleId: five }, pricer);
    await w.perform(removeDiscountAllowance, { roleId: ten }, pricer);
    expect(await exceeds('nima', '50')).toEqual([]);
    await expectRefused(w, () => w.perform(removeDiscountAllowance, { roleId: ten }, pricer), [
      'ALLOWANCE_NOT_FOUND roleId',
    ]);
    await expectRefused(w, () => allow(newId(), '5'), ['ROLE_NOT_FOUND roleId']);
    await expectRefused(w, () => allow(five, '101', '101'), [
      'DISCOUNT_MALFORMED maxPercent',
      'DISCOUNT_MALFORMED minMarginPercent',
    ]);
  });
});
