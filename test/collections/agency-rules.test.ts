import {
  chooseBand,
  contingencyFees,
  type CollectedPart,
} from '../../src/modules/collections/rules/contingency-fee.ts';
import {
  contactFaults,
  type ContactFacts,
} from '../../src/modules/collections/rules/allow-contact.ts';

const band = (placementNo: number, fromDays: number, fromAmount: string, percent: string) => ({
  placementNo,
  fromDays,
  fromAmount,
  percent,
});
const bands = [
  band(1, 0, '0', '15'),
  band(1, 0, '1000', '12'),
  band(1, 180, '0', '25'),
  band(2, 0, '0', '40'),
];

test.each([
  [1, 10, '999', '15'],
  [1, 10, '1000', '12'],
  [1, 180, '5000', '25'],
  [2, 10, '10', '40'],
  [3, 10, '10', '40'],
])('placement %s, %s days, %s: %s percent', (placementNo, days, amount, wanted) => {
  expect(chooseBand(bands, { placementNo, days, amount })?.percent).toBe(wanted);
});

test('without a band that covers it there is no rate', () => {
  expect(
    chooseBand([band(1, 90, '0', '15')], { placementNo: 1, days: 89, amount: '1' }),
  ).toBeNull();
});

const part = (amount: string, over: Partial<CollectedPart> = {}): CollectedPart => ({
  allocationId: amount,
  kind: 'RECEIPT',
  amount,
  percent: '15',
  isDirect: false,
  ...over,
});
const fees = (parts: CollectedPart[], over: object = {}): string => {
  const terms = { currency: 'EUR', feeOnDirect: true, vatPercent: '10', minimumFee: '0', ...over };
  const { collected, direct, reduced, fee, vat } = contingencyFees(terms, parts);
  return [collected, direct, reduced, fee, vat].join(' ');
};

test.each<[string, CollectedPart[], object, string]>([
  ['nothing', [], { minimumFee: '50' }, '0 0 0 0 0'],
  ['part by part, halves to even', [part('0.3'), part('0.5')], {}, '0.8 0 0 0.12 0.01'],
  ['direct, with a fee', [part('100', { isDirect: true })], {}, '0 100 0 15 1.5'],
  ['direct, without', [part('100', { isDirect: true })], { feeOnDirect: false }, '0 100 0 0 0'],
  ['credited', [part('100', { kind: 'CREDIT_NOTE' })], {}, '0 0 100 0 0'],
  ['taken back', [part('33.33'), part('-33.33')], {}, '0 0 0 0 0'],
  ['at least', [part('10')], { minimumFee: '5' }, '10 0 0 5 0.5'],
])('fees: %s', (_, parts, over, wanted) => {
  expect(fees(parts, over)).toBe(wanted);
});

const contact: ContactFacts = {
  // A Saturday, half past eleven in Tehran.
  at: new Date('2026-03-21T08:00:00Z'),
  channel: 'CALL',
  rule: {
    channel: 'CALL',
    fromTime: '09:00',
    untilTime: '17:00',
    weekdays: [6, 7, 1, 2, 3],
    zone: 'Asia/Tehran',
    mostPerDay: 1,
    mostPerWeek: 3,
  },
  holidays: [],
  blockedReason: null,
  others: [],
};
const days = (...instants: string[]): Date[] => instants.map((at) => new Date(at));

test.each<[string, Partial<ContactFacts>, string]>([
  ['allowed', {}, ''],
  ['at night', { at: new Date('2026-03-21T02:00:00Z') }, 'CONTACT_HOURS'],
  ['as the day ends', { at: new Date('2026-03-21T13:30:00Z') }, 'CONTACT_HOURS'],
  ['on a Friday', { at: new Date('2026-03-20T08:00:00Z') }, 'CONTACT_WEEKDAY'],
  ['at Nowruz', { holidays: ['2026-03-21'] }, 'CONTACT_HOLIDAY'],
  ['no rule', { rule: null }, 'CONTACT_WITHOUT_RULE'],
  ['do not call', { blockedReason: 'Asked us' }, 'CONTACT_BLOCKED'],
  ['twice a day', { others: days('2026-03-21T06:00:00Z') }, 'CONTACTS_PER_DAY'],
  ['twice a day, told of late', { others: days('2026-03-21T10:00:00Z') }, 'CONTACTS_PER_DAY'],
  [
    'thrice a week, told of late',
    { others: days('2026-03-18T08:00:00Z', '2026-03-22T08:00:00Z', '2026-03-23T08:00:00Z') },
    'CONTACTS_PER_WEEK',
  ],
  [
    'thrice within two weeks',
    { others: days('2026-03-16T08:00:00Z', '2026-03-24T08:00:00Z', '2026-03-25T08:00:00Z') },
    '',
  ],
  ['yesterday', { others: days('2026-03-20T08:00:00Z') }, ''],
  [
    'thrice a week',
    { others: days('2026-03-18T08:00:00Z', '2026-03-19T08:00:00Z', '2026-03-20T08:00:00Z') },
    'CONTACTS_PER_WEEK',
  ],
  [
    'everything at once',
    { at: new Date('2026-03-20T23:00:00Z'), holidays: ['2026-03-21'], blockedReason: 'x' },
    'CONTACT_BLOCKED CONTACT_HOURS CONTACT_HOLIDAY',
  ],
])('contact: %s', (_, over, wanted) => {
  const found = contactFaults({ ...contact, ...over }, ['at']);
  expect(found.map(({ code }) => code).join(' ')).toBe(wanted);
});
