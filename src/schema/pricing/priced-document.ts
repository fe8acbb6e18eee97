import type { Money } from '../../kernel/money.ts';
import type { EarnedFreeGoods, PricedDocument, PricedLine } from '../../modules/pricing/index.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../catalog/types.ts';
import { MoneyType } from '../money.ts';
import { reference } from '../read/reference.ts';
import { AllowanceLimit } from './enums.ts';
import { PriceTraceType } from './price-trace.ts';
import { DiscountRuleType } from './tax-types.ts';

/** With what the viewer may know and the currency that amounts are of. */
export interface Seen<T> {
  readonly of: T;
  readonly currency: string;
  readonly seesCost: boolean;
}

type Figure<T> = { [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string;

const PricedLineType = builder.objectRef<Seen<PricedLine>>('PricedLine').implement({
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
      taxedPercent: decimal(
        'Percent of `net` that bears it, by the terms of payment.',
        'taxedPercent',
      ),
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

const EarnedFreeGoodsType = builder.objectRef<EarnedFreeGoods>('EarnedFreeGoods').implement({
  description:
    'Goods that would be free beside those on the document, unless they have no price or another ' +
    'discount goes before it.',
  fields: (t) => ({
    product: t.field(
      reference<EarnedFreeGoods>(ProductType, 'The product.', ({ productId }) => productId),
    ),
    quantity: t.field({
      type: 'Decimal',
      description: 'So many base units.',
      resolve: ({ quantity }) => quantity,
    }),
    rule: t.field(
      reference<EarnedFreeGoods>(DiscountRuleType, 'By this discount.', ({ ruleId }) => ruleId),
    ),
  }),
});

export const PricedDocumentType = builder
  .objectRef<Seen<PricedDocument>>('PricedDocument')
  .implement({
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
          type: [PricedLineType],
          description: 'In the order asked.',
          resolve: ({ of, ...seen }) => of.lines.map((line) => ({ ...seen, of: line })),
        }),
        net: money('Without tax, after all discounts.', 'net'),
        discount: money('All discounts.', 'discount'),
        tax: money('The tax.', 'tax'),
        total: money('With tax.', 'total'),
        earnedFreeGoods: t.field({
          type: [EarnedFreeGoodsType],
          description: 'Free goods that are earned and not on the document yet: to be offered.',
          resolve: ({ of }) => [...of.earnedFreeGoods],
        }),
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
