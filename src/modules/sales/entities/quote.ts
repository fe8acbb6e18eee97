import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  instant,
  keeps,
  percent,
  price,
  quantity,
} from '../../../platform/database/columns.ts';
import { inherited } from '../../../platform/read/inherited.ts';
import { Product, Unit } from '../../catalog/index.ts';
import { Opportunity, Project } from '../../crm/index.ts';
import { Warehouse } from '../../inventory/index.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import type { AllowanceLimit, PriceOverride, PriceTrace } from '../../pricing/index.ts';
import { PaymentTerms } from '../../receivables/index.ts';
import { quoteStateNames } from '../rules/quote-states.ts';
import { ApprovalRequest } from './approval.ts';

/** An offer to a customer under one number, in revisions of which one at most is live. */
export const QuoteSchema = defineEntity({
  name: 'Quote',
  tableName: 'quote',
  indexes: [
    { name: 'quote_party_id_index', properties: ['party', 'id'] },
    { name: 'quote_owner_id_index', properties: ['owner', 'id'] },
    { name: 'quote_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('quote_number_unique'),
    party: () => p.manyToOne(Party),
    /** The customer when it was said who the quote is for; stays when parties become one. */
    customerKey: p.uuid(),
    contact: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    opportunity: () => p.manyToOne(Opportunity).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    /** That of its newest revision. */
    state: p.enum(quoteStateNames).formula(
      (c) => `(select r.state from quote_revision r where r.quote_id = ${c.id}
                 order by r.revision_no desc limit 1)`,
    ),
    revisions: () => p.oneToMany(QuoteRevision).mappedBy('quote').orderBy({ revisionNo: 'asc' }),
  },
});

/** What was offered once; what was sent is frozen, and changed by another revision only. */
export const QuoteRevisionSchema = defineEntity({
  name: 'QuoteRevision',
  tableName: 'quote_revision',
  uniques: [{ name: 'quote_revision_no_unique', properties: ['quote', 'revisionNo'] }],
  indexes: [{ name: 'quote_revision_state_index', properties: ['state', 'validUntil'] }],
  properties: {
    id: p.uuid().primary(),
    quote: () => p.manyToOne(Quote),
    revisionNo: p.integer(),
    state: p.enum(quoteStateNames),
    currency: p.text(),
    /** Of one unit of the currency, in the firm's. */
    rate: p.decimal().columnType('numeric(20,10)'),
    pricingOn: p.date(),
    /** Through the end of this day, in the firm's zone. */
    validUntil: p.date(),
    paymentDays: p.integer(),
    /** In place of these days. */
    paymentTerms: () => p.manyToOne(PaymentTerms).nullable().deleteRule(keeps),
    taxInclusive: p.boolean().default(false),
    documentDiscountPercent: percent().nullable(),
    documentDiscountAmount: amount().nullable(),
    terms: p.text().nullable(),
    net: amount(),
    discount: amount(),
    tax: amount(),
    total: amount(),
    /** Of the total, what the customer may leave out. */
    optionalTotal: p
      .decimal()
      .columnType('numeric(20,4)')
      .formula(
        (c) => `(select coalesce(sum(l.total), 0) from quote_line l
                 where l.quote_revision_id = ${c.id} and l.is_optional)`,
      ),
    /** What is left of net after costs, in the firm's currency; null: a cost is not known. */
    margin: amount().nullable(),
    contentHash: p.text(),
    sentAt: instant().nullable(),
    sentContent: p.text().nullable(),
    sentHash: p.text().nullable(),
    decidedAt: instant().nullable(),
    decidedByName: p.text().nullable(),
    decidedFrom: p.text().nullable(),
    decisionNote: p.text().nullable(),
    authorIds: p.array().columnType('uuid[]').default([]),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    isLive: p
      .boolean()
      .formula((c) => `${c.state} in ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT')`),
    lines: () => p.oneToMany(QuoteLine).mappedBy('quoteRevision').orderBy({ lineNo: 'asc' }),
    approvalRequests: () => p.oneToMany(ApprovalRequest).mappedBy('quoteRevision'),
  },
});

/** Prices are of one `unit`, amounts of the document's currency, `quantity` in the base unit. */
export const QuoteLineSchema = defineEntity({
  name: 'QuoteLine',
  tableName: 'quote_line',
  uniques: [{ name: 'quote_line_no_unique', properties: ['quoteRevision', 'lineNo'] }],
  indexes: [{ name: 'quote_line_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    quoteRevision: () => p.manyToOne(QuoteRevision),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse).nullable().deleteRule(keeps),
    unit: () => p.manyToOne(Unit),
    quantityInUnit: quantity(),
    quantity: quantity(),
    /** May be left out when the customer accepts. */
    isOptional: p.boolean().default(false),
    requestedOn: p.date().nullable(),
    listPrice: price(),
    unitPrice: price(),
    /** Percent of the list's price that all discounts of the line took. */
    discountPercent: percent(),
    discount: amount(),
    net: amount(),
    taxCode: p.text().nullable(),
    taxRate: percent().default('0'),
    taxedPercent: percent().default('100'),
    tax: amount(),
    total: amount(),
    priceOverride: p.json<PriceOverride>().nullable(),
    priceTrace: p.json<PriceTrace>(),
    /** That of its revision. */
    currency: p.text().formula(inherited('quoteRevision', 'quote_revision', 'currency')),
    /** Of one base unit, in the firm's currency. */
    unitCost: price().nullable(),
    warrantyMonths: p.integer().nullable(),
    /** Which allowances of who wrote it do not cover what was asked for by hand. */
    exceeds: p.array<AllowanceLimit>().columnType('text[]').default([]),
  },
});

export class Quote extends QuoteSchema.class {}
QuoteSchema.setClass(Quote);

export class QuoteRevision extends QuoteRevisionSchema.class {}
QuoteRevisionSchema.setClass(QuoteRevision);

export class QuoteLine extends QuoteLineSchema.class {}
QuoteLineSchema.setClass(QuoteLine);
