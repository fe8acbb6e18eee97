import {
  loadPlacementResults,
  placementMachine,
  type PlacementResult,
} from '../../modules/collections/index.ts';
import type { Row } from '../../platform/read/tree.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { documentActions } from '../document-actions.ts';
import { money, MoneyType } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import {
  choice,
  computed,
  property,
  readType,
  relation,
  type ReadType,
} from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { ReceiptType } from '../receivables/receipt-types.ts';
import { PlacementReturnReason, PlacementState, RemittanceMode } from './enums.ts';

export const CollectionAgencyType: ReadType = readType('CollectionAgency', {
  description: 'A firm that collects for us.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    isActive: property('isActive', 'Whether it works for us.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    agreements: relation('agreements', () => AgencyAgreementType, 'What is agreed with it.'),
  },
  filter: ['id', 'code', 'isActive'],
  order: ['code'],
});

export const AgencyAgreementType: ReadType = readType('AgencyAgreement', {
  description: 'What is agreed with an agency: which claims, for how long, at which price.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    collectionAgency: relation('collectionAgency', () => CollectionAgencyType, 'With whom.'),
    currency: property('currency', 'Of the claims. ISO 4217.'),
    validFrom: property('validFrom', 'The first day.'),
    validTo: property('validTo', 'The last day; null: until further notice.'),
    remittance: choice('remittance', RemittanceMode, 'How the agency pays.'),
    feeOnDirect: property('feeOnDirect', 'Whether what customers pay to us earns the fee.'),
    vatPercent: property('vatPercent', 'Upon the fee.'),
    minimumFee: money('minimumFee', 'At least so much, where anything is collected.'),
    minAmount: money('minAmount', 'Claims below are not placed.'),
    minDays: property('minDays', 'Nor those that are overdue for fewer days.'),
    termDays: property('termDays', 'So long the agency has them.'),
    isExclusive: property('isExclusive', 'Whether we leave them to the agency alone.'),
    discountPercent: property('discountPercent', 'So much the agency may let go to settle.'),
    bands: relation('bands', () => AgencyBandType, 'The rates.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: ['id', 'code', 'collectionAgency', 'currency', 'validFrom', 'validTo'],
  order: ['code'],
});

export const AgencyBandType: ReadType = readType('AgencyBand', {
  description: 'The rate of claims so old and so large.',
  fields: {
    id: property('id', 'Its id.'),
    placementNo: property('placementNo', '1: of what is placed for the first time.'),
    fromDays: property('fromDays', 'Overdue for so many days at least.'),
    fromAmount: money('fromAmount', 'Of so much at least.'),
    percent: property('percent', 'Of what is collected.'),
  },
});

const PlacementResultType = builder.objectRef<PlacementResult>('PlacementResult').implement({
  description: 'What came of a placement by now, told from what settles it.',
  fields: (t) => {
    type Amount = 'placed' | 'collected' | 'direct' | 'reduced' | 'outstanding' | 'fee' | 'vat';
    const money = (name: Amount, description: string) =>
      t.field({
        type: MoneyType,
        description,
        resolve: (one) => ({ amount: one[name], currency: one.currency }),
      });
    return {
      placed: money('placed', 'What was open when it was placed.'),
      collected: money('collected', 'Paid to the agency.'),
      direct: money('direct', 'Paid to us meanwhile.'),
      reduced: money('reduced', 'Credited or given up: without a fee.'),
      outstanding: money('outstanding', 'What is left.'),
      fee: money('fee', 'What the agency earned.'),
      vat: money('vat', 'The tax upon it.'),
      recoveryRate: t.field({
        type: 'Decimal',
        description: 'Percent of what was placed that was paid.',
        resolve: (one) => one.recoveryRate,
      }),
      days: t.exposeInt('days', {
        nullable: true,
        description: 'From the day it was placed to the last payment; null: there was none.',
      }),
    };
  },
});

async function resultOf(row: Row, context: Context) {
  const load = (ids: readonly string[]) => loadPlacementResults(context.parts.database, ids);
  return context.loadMany('placementResults', row['id'] as string, load);
}

export const PlacementType: ReadType = readType('Placement', {
  description: 'What one customer owes in one currency, given to an agency.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `CP-000042`.'),
    agencyAgreement: relation('agencyAgreement', () => AgencyAgreementType, 'By which terms.'),
    party: relation('party', () => PartyType, 'The customer.'),
    currency: property('currency', 'ISO 4217.'),
    placementNo: property('placementNo', 'The first time, the second … it is given away.'),
    state: choice('state', PlacementState, 'Where it stands.'),
    placedOn: property('placedOn', 'Since which day the agency has it.'),
    termEndsOn: property('termEndsOn', 'Until which day it should.'),
    endedOn: property('endedOn', 'Since which day it has it no more.'),
    returnReason: choice('returnReason', PlacementReturnReason, 'Why it gave it back.'),
    agencyReference: property('agencyReference', 'Under what the agency files it.'),
    reason: property('reason', 'Why it ended, in words.'),
    note: property('note', 'What was noted.'),
    amount: money('amount', 'What was placed.'),
    result: computed({
      type: PlacementResultType,
      nullable: true,
      needs: ['id'],
      description: 'What came of it by now.',
      resolve: resultOf,
    }),
    createdAt: property('createdAt', 'When it was proposed.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    items: relation('items', () => PlacementItemType, 'What was placed, as it then was.'),
    remitted: relation('remitted', () => AgencyRemittanceLineType, 'What the agency told of it.'),
    availableActions: documentActions(placementMachine),
  },
  filter: [
    ...['id', 'number', 'agencyAgreement', 'party', 'currency', 'placementNo', 'state'],
    ...['placedOn', 'termEndsOn', 'endedOn', 'returnReason', 'createdAt'],
  ],
  order: ['number', 'createdAt'],
});

export const PlacementItemType: ReadType = readType('PlacementItem', {
  description: 'A commitment that was placed, as it then was.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'The commitment.'),
    dueOn: property('dueOn', 'The day it was due.'),
    amount: money('amount', 'What was open of it.'),
    days: property('days', 'For how long it was overdue.'),
    percent: property('percent', 'The agency’s rate.'),
    isLive: property('isLive', 'The agency has it.'),
  },
});

export const AgencyRemittanceType: ReadType = readType('AgencyRemittance', {
  description: 'What an agency says that it collected and kept.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `AR-000042`.'),
    collectionAgency: relation('collectionAgency', () => CollectionAgencyType, 'Which agency.'),
    reference: property('reference', 'The number of its own paper.'),
    currency: property('currency', 'ISO 4217.'),
    remittedOn: property('remittedOn', 'The day of that.'),
    collected: money('collected', 'What it collected.'),
    fee: money('fee', 'Its fee.'),
    vat: money('vat', 'The tax upon that.'),
    paid: money('paid', 'What it paid us.'),
    note: property('note', 'What was noted.'),
    createdAt: property('createdAt', 'When it was written down.'),
    createdBy: actor('createdBy', 'By whom.'),
    lines: relation('lines', () => AgencyRemittanceLineType, 'By placement.'),
  },
  filter: ['id', 'number', 'collectionAgency', 'reference', 'currency', 'remittedOn'],
  order: ['number', 'remittedOn'],
});

export const AgencyRemittanceLineType: ReadType = readType('AgencyRemittanceLine', {
  description: 'What an agency says of one placement.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'Its place, from 1.'),
    agencyRemittance: relation('agencyRemittance', () => AgencyRemittanceType, 'The paper.'),
    placement: relation('placement', () => PlacementType, 'The placement.'),
    receipt: relation('receipt', () => ReceiptType, 'As what the money was entered.'),
    collected: money('collected', 'What was paid.'),
    fee: money('fee', 'What the agency asks for it.'),
  },
});
