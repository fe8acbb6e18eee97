import type { PassedOver, PriceStep, PriceTrace } from '../../modules/pricing/index.ts';
import { builder } from '../builder.ts';
import { PriceMethod, PriceScope, PriceStepKind, TierKind } from './enums.ts';

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
    freeQuantity: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Where it is free goods: so many base units of the line are free.',
      resolve: (s) => s.freeQuantity ?? null,
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

export const PriceTraceType = builder.objectRef<PriceTrace>('PriceTrace').implement({
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
