import {
  approvalCauses,
  worstShare,
  type ApprovalPolicyFacts,
  type Offer,
  type OfferLine,
} from '../../src/modules/sales/rules/approvals.ts';
import {
  decidesFor,
  isAllApproved,
  reachesAsFar,
  stepsToOpen,
  type Deciding,
  type StepTurn,
} from '../../src/modules/sales/rules/approval-deciding.ts';
import type { Fault } from '../../src/kernel/domain-error.ts';

const line = (over: Partial<OfferLine> = {}): OfferLine => ({
  lineNo: 1,
  isOptional: false,
  discountPercent: '0',
  discount: '0',
  beforeDiscount: '100',
  net: '100',
  cost: '70',
  exceedsAllowance: false,
  ...over,
});

const offer = (lines: readonly OfferLine[], over: Partial<Offer> = {}): Offer => ({
  rate: '1',
  paymentDays: 30,
  isBeyondCredit: false,
  lines,
  ...over,
});

const policy = (over: Partial<ApprovalPolicyFacts>): ApprovalPolicyFacts => ({
  id: 'id',
  code: 'P',
  name: 'P',
  measure: 'LINE_DISCOUNT',
  threshold: '10',
  roleId: 'FINANCE',
  step: 1,
  hours: null,
  unknownCostFails: false,
  ...over,
});

const off = (percent: string, over: Partial<OfferLine> = {}) =>
  line({ discountPercent: percent, ...over });
const less = (discount: string, net: string, over: Partial<OfferLine> = {}) =>
  line({ discount, net, beforeDiscount: String(Number(discount) + Number(net)), ...over });
const costs = (net: string, cost: string | null, over: Partial<OfferLine> = {}) =>
  line({ net, cost, ...over });

/** `value` and, in brackets, lines; `none` where the policy does not apply. */
const measured = (of: Offer, over: Partial<ApprovalPolicyFacts>): string => {
  const [cause] = approvalCauses(of, [policy(over)]);
  if (!cause) return 'none';
  return [cause.value ?? 'unmeasured', ...cause.lineNos.map((no) => `line ${no}`)].join(' ');
};

const optional = { isOptional: true };

test.each([
  // At the threshold nobody is asked.
  [[off('10')], { threshold: '10' }, 'none'],
  [[off('10.000001')], { threshold: '10' }, '10.000001 line 1'],
  [[off('12'), off('20', { lineNo: 2 }), off('5', { lineNo: 3 })], {}, '20 line 1 line 2'],
  [[off('12', optional)], {}, '12 line 1'],
  [[off('0.1')], { threshold: '0' }, '0.1 line 1'],
])('LINE_DISCOUNT of %j against %j: %s', (lines, over, wanted) => {
  expect(measured(offer(lines), over)).toBe(wanted);
});

test.each([
  [[less('10', '90')], 'none'],
  [[less('11', '89')], '11'],
  // 5 of 200 in all.
  [[less('0', '100'), less('5', '95')], 'none'],
  // All of it is given away.
  [[less('100', '0')], '100'],
  [[less('0', '0')], 'none'],
  // Without the line that is dear and may be left out, 20 of 100.
  [[less('20', '80'), less('0', '900', optional)], '20'],
  // With the one that is cheap and may be taken, 50 of 200.
  [[less('0', '100'), less('50', '50', optional)], '25'],
  // Nothing but what may be left out: the worst alone.
  [[less('5', '95', optional), less('30', '70', optional)], '30'],
])('DOCUMENT_DISCOUNT of %j: %s', (lines, wanted) => {
  expect(measured(offer(lines), { measure: 'DOCUMENT_DISCOUNT' })).toBe(wanted);
});

test.each([
  ['at the floor', [costs('100', '80')], {}, {}, 'none'],
  ['below it', [costs('100', '80.01')], {}, {}, '19.99'],
  ['below the cost', [costs('100', '150')], {}, {}, '-50'],
  ['in another currency', [costs('2', '90')], { rate: '50' }, {}, '10'],
  ['of two lines', [costs('100', '90'), costs('300', '200')], {}, {}, 'none'],
  [
    'with a good line that may be left out',
    [costs('100', '90'), costs('300', '0', optional)],
    {},
    {},
    '10',
  ],
  [
    'with a bad line that may be taken',
    [costs('100', '50'), costs('100', '120', optional)],
    {},
    {},
    '15',
  ],
  ['given for nothing', [costs('0', '1')], {}, {}, '-999900'],
  ['nothing for nothing', [costs('0', '0')], {}, {}, 'none'],
  ['no known cost', [costs('100', null)], {}, {}, 'none'],
  [
    'no known cost, which fails',
    [costs('100', null)],
    {},
    { unknownCostFails: true },
    'unmeasured line 1',
  ],
  ['one known', [costs('100', '90'), costs('100', null)], {}, {}, '10'],
  [
    'one known, the other fails',
    [costs('100', '50'), costs('1', null, { lineNo: 2 })],
    {},
    { unknownCostFails: true },
    '50 line 2',
  ],
])('MARGIN %s', (_name, lines, over, policyOver, wanted) => {
  const about = { measure: 'MARGIN' as const, threshold: '20', ...policyOver };
  expect(measured(offer(lines, over), about)).toBe(wanted);
});

test.each([
  ['AMOUNT', '200', {}, 'none'],
  ['AMOUNT', '199.99', {}, '200'],
  ['AMOUNT', '5000', { rate: '30' }, '6000'],
  ['PAYMENT_DAYS', '30', {}, 'none'],
  ['PAYMENT_DAYS', '29', {}, '30'],
  ['CREDIT', '0', {}, 'none'],
  ['CREDIT', '0', { isBeyondCredit: true }, 'unmeasured'],
] as const)('%s beyond %s of %j: %s', (measure, threshold, over, wanted) => {
  expect(measured(offer([line(), line(optional)], over), { measure, threshold })).toBe(wanted);
});

test('causes come in the order of their steps', () => {
  const policies = [
    policy({ code: 'C', step: 2 }),
    policy({ code: 'B', measure: 'AMOUNT' }),
    policy({ code: 'X', measure: 'PAYMENT_DAYS', threshold: '90' }),
    policy({ code: 'A' }),
  ];
  const causes = approvalCauses(offer([off('50')]), policies);
  expect(causes.map((cause) => cause.policy.code)).toEqual(['A', 'B', 'C']);
});

test('the worst choice is no better than any other', () => {
  const shares = [
    { isOptional: false, part: '10', whole: '100' },
    { isOptional: true, part: '30', whole: '60' },
    { isOptional: true, part: '5', whole: '100' },
    { isOptional: true, part: '9', whole: '10' },
    { isOptional: true, part: '12', whole: '50' },
  ];
  const [fixed, ...free] = shares;
  const all = Array.from({ length: 2 ** free.length }, (_, bits) => {
    const chosen = [fixed, ...free.filter((_share, i) => bits & (2 ** i))];
    const sum = (of: 'part' | 'whole') => chosen.reduce((s, share) => s + Number(share?.[of]), 0);
    return (sum('part') * 100) / sum('whole');
  });
  expect(Number(worstShare(shares))).toBeCloseTo(Math.max(...all), 3);
});

const step = (id: string, no: number, state: StepTurn['state'], isOpen = false): StepTurn => ({
  id,
  step: no,
  state,
  isOpen,
});

test.each([
  ['the first', [step('a', 1, 'WAITING'), step('b', 2, 'WAITING')], ['a']],
  ['all of one number', [step('a', 3, 'WAITING'), step('b', 3, 'WAITING')], ['a', 'b']],
  ['the next', [step('a', 1, 'APPROVED', true), step('b', 5, 'WAITING')], ['b']],
  [
    'not before both agreed',
    [step('a', 1, 'APPROVED', true), step('b', 1, 'WAITING', true), step('c', 2, 'WAITING')],
    [],
  ],
  ['none', [step('a', 1, 'APPROVED', true)], []],
])('turns come in order: %s', (_name, steps, wanted) => {
  expect(stepsToOpen(steps)).toEqual(wanted);
});

test('all approved is all', () => {
  expect(isAllApproved([step('a', 1, 'APPROVED'), step('b', 2, 'WAITING')])).toBe(false);
  expect(isAllApproved([step('a', 1, 'APPROVED'), step('b', 2, 'APPROVED')])).toBe(true);
});

const open = step('a', 1, 'WAITING', true);
const me = { actorId: 'me', requestedBy: 'author', authorIds: ['author'], step: open };

test.each<[string, Partial<Deciding>, string]>([
  ['has the role', { holderIds: ['me'] }, 'me'],
  ['stands in', { holderIds: ['boss'] }, 'boss'],
  ['has the role and stands in', { holderIds: ['boss', 'me'] }, 'me'],
  ['has nothing', { holderIds: [] }, 'NOT_AN_APPROVER'],
  ['wrote it', { holderIds: ['me'], authorIds: ['me'] }, 'APPROVER_IS_AUTHOR'],
  ['asked for it', { holderIds: ['me'], requestedBy: 'me' }, 'APPROVER_IS_AUTHOR'],
  ['stands in for the author', { holderIds: ['author'] }, 'NOT_AN_APPROVER'],
  ['stands in for the author and another', { holderIds: ['author', 'boss'] }, 'boss'],
  [
    'comes too early',
    { holderIds: ['me'], step: step('a', 2, 'WAITING') },
    'APPROVAL_STEP_NOT_OPEN',
  ],
  [
    'comes too late',
    { holderIds: ['me'], step: step('a', 1, 'APPROVED', true) },
    'APPROVAL_STEP_DECIDED',
  ],
  ['is the product itself', { actorId: null, holderIds: [] }, 'nobody'],
])('who decides: one who %s', (_name, over, wanted) => {
  const faults: Fault[] = [];
  const holder = decidesFor({ holderIds: [], ...me, ...over }, faults);
  expect(faults[0]?.code ?? holder ?? 'nobody').toBe(wanted);
});

const all = { reach: 'ALL', unitIds: [] } as const;
const own = { reach: 'OWN', unitIds: [] } as const;
const units = (...unitIds: string[]) => ({ reach: 'UNIT', unitIds }) as const;

test.each([
  [all, all, true],
  [all, units('a'), true],
  [units('a'), all, false],
  [units('a', 'b'), units('a'), true],
  [units('a'), units('a', 'b'), false],
  [own, own, true],
  [units('a'), own, true],
  [own, units('a'), false],
  [null, own, false],
  [all, null, false],
])('%j reaches as far as %j: %s', (theirs, mine, wanted) => {
  expect(reachesAsFar(theirs, mine)).toBe(wanted);
});
