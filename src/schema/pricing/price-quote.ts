import type { GraphQLInputObjectType } from 'graphql';
import type { Fault } from '../../kernel/domain-error.ts';
import { loadCompany } from '../../modules/parties/index.ts';
import {
  priceDocuments,
  type PricedDocument,
  type PriceOverride,
} from '../../modules/pricing/index.ts';
import { findPayment } from '../../modules/sales/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { inputFaults } from '../mutation/check-input.ts';
import { UserError } from '../mutation/user-error.ts';
import { PriceOverrideInput } from '../sales/price-override-input.ts';
import { PricedDocumentType, type Seen } from './priced-document.ts';

interface Answer {
  readonly document: Seen<PricedDocument> | null;
  readonly faults: readonly Fault[];
}

const PriceQuoteType = builder.objectRef<Answer>('PriceQuote').implement({
  description: 'The prices, or every fault of what was asked.',
  fields: (t) => ({
    document: t.field({
      type: PricedDocumentType,
      nullable: true,
      description: 'The priced document; null where something is wrong.',
      resolve: ({ document }) => document,
    }),
    userErrors: t.field({
      type: [UserError],
      description: 'Every fault found; empty when it is priced.',
      resolve: ({ faults }) => [...faults],
    }),
  }),
});

const PriceQuoteLineInput = builder.inputType('PriceQuoteLineInput', {
  description: 'Goods to price.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    unit: t.string({ description: 'The base unit if not said.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In that unit.' }),
    price: t.field({ type: PriceOverrideInput, description: 'Beside the lists.' }),
  }),
});

const PriceQuoteInput = builder.inputType('PriceQuoteInput', {
  description: 'A document as it would be written.',
  fields: (t) => ({
    customerId: t.id({ description: 'Whose prices; nobody’s in particular if not said.' }),
    currency: t.string({ description: 'ISO 4217; the firm’s if not said.' }),
    pricingOn: t.field({
      type: 'LocalDate',
      description: 'Whose prices hold; today’s if not said.',
    }),
    taxInclusive: t.boolean({ description: 'True: prices are told with tax.' }),
    documentDiscountPercent: t.field({ type: 'Decimal', description: 'Of the whole.' }),
    documentDiscountAmount: t.field({ type: 'Decimal', description: 'Then an amount.' }),
    paymentDays: t.int({ description: 'Paid so many days after the invoice.' }),
    paymentTermsId: t.id({
      description:
        'Terms of payment, in place of days; the customer’s if neither is said. Their discount ' +
        'may lower the tax from the start.',
    }),
    lines: t.field({
      type: [PriceQuoteLineInput],
      required: true,
      description: 'What is to be priced, 1,000 lines at most.',
    }),
  }),
});

interface Input {
  readonly customerId?: string | null;
  readonly currency?: string | null;
  readonly pricingOn?: string | null;
  readonly taxInclusive?: boolean | null;
  readonly documentDiscountPercent?: string | null;
  readonly documentDiscountAmount?: string | null;
  readonly paymentDays?: number | null;
  readonly paymentTermsId?: string | null;
  readonly lines: readonly {
    readonly productId: string;
    readonly unit?: string | null;
    readonly quantity: string;
    readonly price?: PriceOverride | null;
  }[];
}

builder.queryField('priceQuote', (t) =>
  t.field({
    type: PriceQuoteType,
    description:
      'What goods would cost, and why: the prices that a quote or an order would be given now. ' +
      'Nothing is kept.',
    args: {
      input: t.arg({ type: PriceQuoteInput, required: true, description: 'What to price.' }),
    },
    resolve: (_root, { input }, context, info) => {
      const type = info.schema.getType('PriceQuoteInput') as GraphQLInputObjectType;
      const { grants } = context.requireViewer();
      if (!grants.has('pricing.read')) throw new Forbidden('pricing.read', 'Asking for prices');
      const faults = inputFaults(type, input);
      if (faults.length > 0) return { document: null, faults };
      return quote(context, input as Input, grants.has('pricing.seeCost'));
    },
  }),
);

async function quote(context: Context, input: Input, seesCost: boolean): Promise<Answer> {
  const { database, clock, dayOf } = context.parts;
  const currency = input.currency ?? (await loadCompany(database)).currency;
  const customerId = input.customerId ?? null;
  const payment = await findPayment(database, customerId, input);
  const [priced] = await priceDocuments(database, [
    {
      customerId,
      currency,
      pricingOn: input.pricingOn ?? dayOf(clock.now()),
      taxInclusive: input.taxInclusive ?? false,
      taxedPercent: payment.taxedPercent,
      byPersonId: context.requireViewer().personId,
      documentDiscount: {
        percent: input.documentDiscountPercent ?? null,
        amount: input.documentDiscountAmount ?? null,
      },
      lines: input.lines.map(({ productId, unit, quantity, price }, i) => ({
        productId,
        unit: unit ?? null,
        quantityInUnit: quantity,
        override: price ?? null,
        path: ['lines', String(i)],
      })),
    },
  ]);
  const faults = [...(priced?.faults ?? []), ...payment.faults];
  if (!priced?.document || faults.length > 0) return { document: null, faults };
  return { document: { of: priced.document, currency, seesCost }, faults: [] };
}
