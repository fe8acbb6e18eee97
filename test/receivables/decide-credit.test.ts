import type { ExposureChange } from '../../src/modules/receivables/index.ts';
import {
  decideCredit,
  type CreditAccountFacts,
  type CreditStanding,
} from '../../src/modules/receivables/rules/decide-credit.ts';

const partyId = 'p';

const account = (over: Partial<CreditAccountFacts>): CreditAccountFacts => ({
  partyId,
  creditLimit: '100',
  heldReason: null,
  ordered: '0',
  invoiced: '0',
  ...over,
});

const standing = (over: Partial<CreditStanding>): CreditStanding => ({
  partyId,
  checkPoint: 'ORDER',
  checksLimit: true,
  checksOverdue: true,
  checksHold: true,
  overdueAmount: '0',
  overdue: '0',
  overridden: '0',
  relieved: '0',
  ...over,
});

const ask = (amount: string, over: Partial<ExposureChange> = {}): ExposureChange => ({
  partyId,
  documentId: 'd',
  ordered: amount,
  checkPoint: 'ORDER',
  path: ['lines'],
  ...over,
});

interface Case {
  readonly told: string;
  readonly account?: Partial<CreditAccountFacts>;
  readonly standing?: Partial<CreditStanding>;
  readonly asked: readonly ExposureChange[];
  /** For each change: `yes`, or the codes against it. */
  readonly ends: readonly string[];
}

test.each<Case>([
  { told: 'up to the limit', asked: [ask('100')], ends: ['yes'] },
  { told: 'a unit beyond', asked: [ask('100.0001')], ends: ['CREDIT_LIMIT_EXCEEDED'] },
  {
    told: 'both kinds count',
    account: { ordered: '40', invoiced: '40' },
    asked: [ask('21'), ask('20')],
    ends: ['CREDIT_LIMIT_EXCEEDED', 'yes'],
  },
  {
    told: 'an open credit makes room',
    account: { invoiced: '-50' },
    asked: [ask('150')],
    ends: ['yes'],
  },
  { told: 'no limit', account: { creditLimit: null }, asked: [ask('9000000000')], ends: ['yes'] },
  {
    told: 'a limit of nothing',
    account: { creditLimit: '0' },
    asked: [ask('1')],
    ends: ['CREDIT_LIMIT_EXCEEDED'],
  },
  {
    told: 'who comes first is first; a refused one takes nothing',
    asked: [ask('60'), ask('50'), ask('40'), ask('1')],
    ends: ['yes', 'CREDIT_LIMIT_EXCEEDED', 'yes', 'CREDIT_LIMIT_EXCEEDED'],
  },
  {
    told: 'what is given back is there for the next',
    account: { ordered: '100' },
    asked: [ask('-30', { checkPoint: null }), ask('30')],
    ends: ['yes', 'yes'],
  },
  {
    told: 'no check point, no question',
    account: { heldReason: 'fraud' },
    asked: [ask('500', { checkPoint: null })],
    ends: ['yes'],
  },
  {
    told: 'from ordered to invoiced: the same',
    account: { ordered: '100' },
    standing: { checkPoint: 'INVOICE' },
    asked: [ask('-60', { invoiced: '60', checkPoint: 'INVOICE' })],
    ends: ['yes'],
  },
  {
    told: 'an override goes beyond',
    standing: { overridden: '50' },
    asked: [ask('150'), ask('1')],
    ends: ['yes', 'CREDIT_LIMIT_EXCEEDED'],
  },
  {
    told: 'held, whatever the override',
    account: { heldReason: 'fraud' },
    standing: { overridden: '50' },
    asked: [ask('1')],
    ends: ['CREDIT_HELD'],
  },
  {
    told: 'a hold that the check point passes over',
    account: { heldReason: 'fraud' },
    standing: { checksHold: false },
    asked: [ask('1')],
    ends: ['yes'],
  },
  { told: 'overdue', standing: { overdue: '1' }, asked: [ask('1')], ends: ['CUSTOMER_OVERDUE'] },
  {
    told: 'overdue, but little',
    standing: { overdue: '5', overdueAmount: '5' },
    asked: [ask('1')],
    ends: ['yes'],
  },
  {
    told: 'overdue, but overridden as far',
    standing: { overdue: '45', overdueAmount: '5', overridden: '40' },
    asked: [ask('1')],
    ends: ['yes'],
  },
  {
    told: 'overdue where nobody asks',
    standing: { overdue: '45', checksOverdue: false },
    asked: [ask('1')],
    ends: ['yes'],
  },
  {
    told: 'beyond the limit where nobody asks',
    standing: { checksLimit: false },
    asked: [ask('101')],
    ends: ['yes'],
  },
  {
    told: 'delivering adds nothing, and is looked at all the same',
    account: { ordered: '101' },
    standing: { checkPoint: 'ISSUE' },
    asked: [ask('0', { checkPoint: 'ISSUE' })],
    ends: ['CREDIT_LIMIT_EXCEEDED'],
  },
  {
    told: 'every reason is told',
    account: { heldReason: 'fraud' },
    standing: { overdue: '1' },
    asked: [ask('101')],
    ends: ['CREDIT_HELD CREDIT_LIMIT_EXCEEDED CUSTOMER_OVERDUE'],
  },
])('$told', ({ account: a = {}, standing: s = {}, asked, ends }) => {
  const facts = { accounts: [account(a)], standings: [standing(s)] };
  const { granted, refused } = decideCredit(facts, asked);
  const told = asked.map((_, index) => {
    const faults = refused.get(index);
    expect(granted.includes(index)).toBe(!faults);
    return faults ? faults.map(({ code }) => code).join(' ') : 'yes';
  });
  expect(told).toEqual(ends);
});

test('a refusal tells what was asked, and where', () => {
  const facts = {
    accounts: [account({ ordered: '30', invoiced: '20' })],
    standings: [standing({ overridden: '5', overdue: '20', overdueAmount: '1' })],
  };
  const { refused } = decideCredit(facts, [ask('60')]);
  expect(refused.get(0)?.map(({ path, details }) => ({ path, details }))).toEqual([
    {
      path: ['lines'],
      details: {
        ...{ partyId, limit: '100', exposure: '50', asked: '60' },
        ...{ overridden: '5', relieved: '0' },
      },
    },
    {
      path: ['lines'],
      details: { partyId, overdue: '20', passedOver: '1', overridden: '5' },
    },
  ]);
});
