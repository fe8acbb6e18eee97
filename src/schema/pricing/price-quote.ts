import type { GraphQLInputObjectType } from 'graphql';
import type { Fault } from '../../kernel/domain-error.ts';
import type { Money } from '../../kernel/money.ts';
import { loadCompany } from '../../modules/parties/index.ts';
import {
  priceDocuments,
  type PassedOver,
  type PricedDocument,
  type PricedLine,
  type PriceOverride,
  type PriceStep,
  type PriceTrace,
} from '../../modules/pricing/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../catalog/types.ts';
import type { Context } from '../context.ts';
import { MoneyType } from '../money.ts';
import { inputFaults } from '../mutation/check-input.ts';
import { UserError } from '../mutation/user-error.ts';
import { reference } from '../read/reference.ts';
import { PriceOverrideInput } from '../sales/price-override-input.ts';
import { AllowanceLimit, PriceMethod, PriceScope, PriceStepKind, TierKind } from './enums.ts';

const PriceStepType = builder.objectRef<PriceStep>('PriceStep').implement({
  description: 'One step from the price of the list to what is to be paid; of the whole line.',
  fields: (t) => ({
    kind: t.field({ type: PriceStepKind, description: 'What it is.', resolve: (s) => s.kind }),
    ruleId: t.id({
      nullable: true,
      description: 'The list or discount that it comes from.',
      resolve: (s) => s.ruleId,
    }),
    code: t.string({ nullable: true, description: 'Its code.', resolve: (s) => s.code }),
    basis: t.field({ type: 'Decimal', description: 'Taken of this.', resolve: (s) => s.basis }),
    amount: t.field({
      type: 'Decimal',
      description: 'Negative: less to pay.',
      resolve: (s) => s.amount,
    }),
    remaining: t.field({
      type: 'Decimal',
      description: 'What it left.',
      resolve: (s) => s.remaining,
    }),
    percent: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Where it is percent of the basis.',
      resolve: (s) => s.percent ?? null,
    }),
  }),
});

const PassedOverType = builder.objectRef<PassedOver>('PassedOverPrice').implement({
  description: 'A list or discount that was not taken.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Its code.' }),
    why: t.exposeString('why', { description: 'E.g. SCOPE, TIER, MINIMUM_NOT_REACHED.' }),
  }),
});

type TraceItem = NonNullable<PriceTrace['item']>;

const PriceTraceType = builder.objectRef<PriceTrace>('PriceTrace').implement({
  description: 'Why a price is what it is. Of costs it says nothing.',
  fields: (t) => ({
    pricingOn: t.field({
      type: 'LocalDate',
      description: 'The day whose prices, taxes and rate hold.',
      resolve: (trace) => trace.pricingOn,
    }),
    listCode: t.string({
      nullable: true,
      description: 'The list that the price is of; null: set by hand.',
      resolve: ({ list }) => list?.code ?? null,
    }),
    listScope: t.field({
      type: PriceScope,
      nullable: true,
      description: 'Whose that list is.',
      resolve: ({ list }) => (list?.scope ?? null) as never,
    }),
    itemId: t.id({
      nullable: true,
      description: 'Which of its prices: see `priceListItems`.',
      resolve: ({ item }) => item?.id ?? null,
    }),
    method: t.field({
      type: PriceMethod,
      nullable: true,
      description: 'How that is stated.',
      resolve: ({ item }) => (item?.kind ?? null) as never,
    }),
    tierKind: t.field({
      type: TierKind,
      nullable: true,
      description: 'How its tiers are meant.',
      resolve: ({ item }) => (item?.tierKind ?? null) as TraceItem['tierKind'] as never,
    }),
    minQuantity: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The minimum that was reached.',
      resolve: ({ item }) => item?.minQuantity ?? null,
    }),
    steps: t.field({
      type: [PriceStepType],
      description: 'In the order in which they were taken.',
      resolve: ({ steps }) => [...steps],
    }),
    passedOver: t.field({
      type: [PassedOverType],
      description: 'What was not taken, in the order in which it lost.',
      resolve: ({ passedOver }) => [...passedOver],
    }),
    rate: t.field({
      type: 'Decimal',
      description: "One unit of the currency in the firm's.",
      resolve: ({ rate }) => rate,
    }),
    rateOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'The day of that rate; null: no conversion.',
      resolve: ({ rateOn }) => rateOn,
    }),
    rounding: t.exposeString('rounding', {
      description: 'What computed prices were rounded to, e.g. `0.05`.',
    }),
    taxExemption: t.string({
      nullable: true,
      description: 'By which paper no tax is owed.',
      resolve: ({ tax }) => tax.exemption,
    }),
  }),
});

/** With what the viewer may know and the currency that amounts are of. */
interface Seen<T> {
  readonly of: T;
  readonly currency: string;
  readonly seesCost: boolean;
}

type Figure<T> = { [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string;

const QuotedLineType = builder.objectRef<Seen<PricedLine>>('PricedLine').implement({
  description: 'A line with its price.',
  fields: (t) => {
    const money = (description: string, field: Figure<PricedLine>) =>
      t.field({
        type: MoneyType,
        description,
        resolve: ({ of, currency }): Money => ({ amount: of[field], currency }),
      });
    const decimal = (description: string, field: Figure<PricedLine>) =>
      t.field({ type: 'Decimal', description, resolve: ({ of }) => of[field] });
    return {
      product: t.field(
        reference<Seen<PricedLine>>(ProductType, 'The product.', ({ of }) => of.productId),
      ),
      unit: t.string({ description: 'The unit of the line.', resolve: ({ of }) => of.unit }),
      quantity: decimal('In that unit.', 'quantityInUnit'),
      listPrice: decimal('Of one unit, before discounts.', 'listPrice'),
      unitPrice: decimal('Of one unit, after discounts of the line.', 'unitPrice'),
      discount: money('All discounts, those of the document included.', 'discount'),
      net: money('Without tax, after all discounts.', 'net'),
      tax: money('The tax.', 'tax'),
      total: money('With tax.', 'total'),
      taxCode: t.string({
        nullable: true,
        description: 'Which tax; null: it bears none.',
        resolve: ({ of }) => of.taxCode,
      }),
      taxRate: decimal('Percent.', 'taxRate'),
      manualPercent: decimal(
        'Percent of the list’s price that was taken by hand.',
        'manualPercent',
      ),
      exceeds: t.field({
        type: [AllowanceLimit],
        description: 'What of it goes beyond the allowances of who asks.',
        resolve: ({ of }) => [...of.exceeds],
      }),
      unitCost: t.field({
        type: 'Decimal',
        nullable: true,
        description: "Of one base unit, in the firm's currency; to who may see costs.",
        resolve: ({ of, seesCost }) => (seesCost ? of.unitCost : null),
      }),
      trace: t.field({
        type: PriceTraceType,
        description: 'Why the price is what it is.',
        resolve: ({ of }) => of.trace,
      }),
    };
  },
});

const QuotedDocumentType = builder.objectRef<Seen<PricedDocument>>('PricedDocument').implement({
  description: 'What a document would come to.',
  fields: (t) => {
    const money = (description: string, field: 'net' | 'discount' | 'tax' | 'total') =>
      t.field({
        type: MoneyType,
        description,
        resolve: ({ of, currency }): Money => ({ amount: of[field], currency }),
      });
    return {
      currency: t.exposeString('currency', { description: 'ISO 4217.' }),
      rate: t.field({
        type: 'Decimal',
        description: "One unit of it in the firm's currency.",
        resolve: ({ of }) => of.rate,
      }),
      lines: t.field({
        type: [QuotedLineType],
        description: 'In the order asked.',
        resolve: ({ of, ...seen }) => of.lines.map((line) => ({ ...seen, of: line })),
      }),
      net: money('Without tax, after all discounts.', 'net'),
      discount: money('All discounts.', 'discount'),
      tax: money('The tax.', 'tax'),
      total: money('With tax.', 'total'),
      manualPercent: t.field({
        type: 'Decimal',
        description: 'Percent of the whole that the discount of the document by hand took.',
        resolve: ({ of }) => of.manualPercent,
      }),
      margin: t.field({
        type: 'Decimal',
        nullable: true,
        description:
          "What is left of net after costs, in the firm's currency; null where a cost is not " +
          'known, and to who may not see costs.',
        resolve: ({ of, seesCost }) => (seesCost ? of.margin : null),
      }),
    };
  },
});

interface Answer {
  readonly document: Seen<PricedDocument> | null;
  readonly faults: readonly Fault[];
}

const PriceQuoteType = builder.objectRef<Answer>('PriceQuote').implement({
  description: 'The prices, or every fault of what was asked.',
  fields: (t) => ({
    document: t.field({
      type: QuotedDocumentType,
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
  const [priced] = await priceDocuments(database, [
    {
      customerId: input.customerId ?? null,
      currency,
      pricingOn: input.pricingOn ?? dayOf(clock.now()),
      taxInclusive: input.taxInclusive ?? false,
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
  if (!priced?.document) return { document: null, faults: priced?.faults ?? [] };
  return { document: { of: priced.document, currency, seesCost }, faults: [] };
}
