import { defineEntity, p } from '@mikro-orm/core';
import { amount, currencyOf, instant, keeps, percent } from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party } from '../../parties/index.ts';
import { PaymentCommitment, Receipt } from '../../receivables/index.ts';
import { placementStates, remittanceModes, returnReasons } from '../rules/kinds.ts';

/** A firm that collects for us. */
export const CollectionAgencySchema = defineEntity({
  name: 'CollectionAgency',
  tableName: 'collection_agency',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('collection_agency_code_unique'),
    name: p.text(),
    isActive: p.boolean().default(true),
    version: p.integer().default(1),
    agreements: () => p.oneToMany(AgencyAgreement).mappedBy('collectionAgency'),
  },
});

/** What is agreed with an agency: for what, for how long, at which price. */
export const AgencyAgreementSchema = defineEntity({
  name: 'AgencyAgreement',
  tableName: 'agency_agreement',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('agency_agreement_code_unique'),
    collectionAgency: () =>
      p.manyToOne(CollectionAgency).index('agency_agreement_collection_agency_id_index'),
    currency: p.text(),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    remittance: p.enum(remittanceModes),
    feeOnDirect: p.boolean().default(true),
    vatPercent: percent().default('0'),
    minimumFee: amount().default('0'),
    minAmount: amount().default('0'),
    minDays: p.integer().default(0),
    termDays: p.integer(),
    isExclusive: p.boolean().default(true),
    discountPercent: percent().default('0'),
    version: p.integer().default(1),
    bands: () => p.oneToMany(AgencyBand).mappedBy('agencyAgreement'),
  },
});

/** The rate of claims so old and so large, at the first placement, the second … */
export const AgencyBandSchema = defineEntity({
  name: 'AgencyBand',
  tableName: 'agency_band',
  uniques: [
    {
      name: 'agency_band_once',
      properties: ['agencyAgreement', 'placementNo', 'fromDays', 'fromAmount'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    agencyAgreement: () => p.manyToOne(AgencyAgreement),
    placementNo: p.integer(),
    fromDays: p.integer(),
    fromAmount: amount(),
    currency: p.text().formula((c) => currencyOf('agency_agreement', String(c.agencyAgreement))),
    percent: percent(),
  },
});

/** What one customer owes in one currency, given to an agency. */
export const PlacementSchema = defineEntity({
  name: 'Placement',
  tableName: 'placement',
  indexes: [
    { name: 'placement_party_id_index', properties: ['party', 'state'] },
    { name: 'placement_agency_agreement_id_index', properties: ['agencyAgreement', 'state'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('CP', 'placement_number'),
    agencyAgreement: () => p.manyToOne(AgencyAgreement),
    party: () => p.manyToOne(Party),
    currency: p.text(),
    placementNo: p.integer(),
    state: p.enum(placementStates),
    placedOn: p.date().nullable(),
    termEndsOn: p.date().nullable(),
    endedOn: p.date().nullable(),
    returnReason: p.enum(returnReasons).nullable(),
    agencyReference: p.text().nullable(),
    reason: p.text().nullable(),
    note: p.text().nullable(),
    amount: amount().formula(
      (c) =>
        `(select coalesce(sum(i.amount), 0) from placement_item i where i.placement_id = ${c.id})`,
    ),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    items: () => p.oneToMany(PlacementItem).mappedBy('placement').orderBy({ dueOn: 'asc' }),
    remitted: () => p.oneToMany(AgencyRemittanceLine).mappedBy('placement'),
  },
});

/** One commitment that was placed, as it then was. */
export const PlacementItemSchema = defineEntity({
  name: 'PlacementItem',
  tableName: 'placement_item',
  uniques: [{ name: 'placement_item_once', properties: ['placement', 'commitment'] }],
  properties: {
    id: p.uuid().primary(),
    placement: () => p.manyToOne(Placement),
    commitment: () => p.manyToOne(PaymentCommitment).index('placement_item_commitment_id_index'),
    dueOn: p.date(),
    amount: amount(),
    days: p.integer(),
    percent: percent(),
    isLive: p.boolean().default(false),
    beforeIds: p.array().columnType('uuid[]').default([]),
    duringIds: p.array().columnType('uuid[]').nullable(),
    currency: p.text().formula((c) => currencyOf('placement', String(c.placement))),
  },
});

/** What an agency says that it collected and kept. */
export const AgencyRemittanceSchema = defineEntity({
  name: 'AgencyRemittance',
  tableName: 'agency_remittance',
  uniques: [
    { name: 'agency_remittance_reference_unique', properties: ['collectionAgency', 'reference'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p
      .text()
      .defaultRaw(
        `('AR-'::text || ` +
          `lpad((nextval('agency_remittance_number'::regclass))::text, 6, '0'::text))`,
      )
      .unique('agency_remittance_number_unique'),
    collectionAgency: () => p.manyToOne(CollectionAgency),
    reference: p.text(),
    currency: p.text(),
    remittedOn: p.date(),
    collected: amount(),
    fee: amount(),
    vat: amount(),
    paid: amount(),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    lines: () =>
      p.oneToMany(AgencyRemittanceLine).mappedBy('agencyRemittance').orderBy({ lineNo: 'asc' }),
  },
});

export const AgencyRemittanceLineSchema = defineEntity({
  name: 'AgencyRemittanceLine',
  tableName: 'agency_remittance_line',
  uniques: [
    { name: 'agency_remittance_line_no_unique', properties: ['agencyRemittance', 'lineNo'] },
  ],
  properties: {
    id: p.uuid().primary(),
    agencyRemittance: () => p.manyToOne(AgencyRemittance),
    lineNo: p.integer(),
    placement: () => p.manyToOne(Placement).index('agency_remittance_line_placement_id_index'),
    receipt: () =>
      p
        .oneToOne(Receipt)
        .nullable()
        .unique('agency_remittance_line_receipt_id_unique')
        .deleteRule(keeps),
    collected: amount(),
    fee: amount(),
    currency: p.text().formula((c) => currencyOf('agency_remittance', String(c.agencyRemittance))),
  },
});

export class CollectionAgency extends CollectionAgencySchema.class {}
CollectionAgencySchema.setClass(CollectionAgency);

export class AgencyAgreement extends AgencyAgreementSchema.class {}
AgencyAgreementSchema.setClass(AgencyAgreement);

export class AgencyBand extends AgencyBandSchema.class {}
AgencyBandSchema.setClass(AgencyBand);

export class Placement extends PlacementSchema.class {}
PlacementSchema.setClass(Placement);

export class PlacementItem extends PlacementItemSchema.class {}
PlacementItemSchema.setClass(PlacementItem);

export class AgencyRemittance extends AgencyRemittanceSchema.class {}
AgencyRemittanceSchema.setClass(AgencyRemittance);

export class AgencyRemittanceLine extends AgencyRemittanceLineSchema.class {}
AgencyRemittanceLineSchema.setClass(AgencyRemittanceLine);
