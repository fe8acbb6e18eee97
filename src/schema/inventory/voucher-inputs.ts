import { builder } from '../builder.ts';
import { row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { StockVoucherType } from './voucher-types.ts';

/** The voucher that an act made or changed. */
export const voucher = <R extends { stockVoucherId: string }>(description: string) =>
  row<R>(StockVoucherType, (result) => result.stockVoucherId, description);

export const voucherId = (t: InputFieldBuilder) => ({
  stockVoucherId: t.id({ required: true, description: 'The voucher.' }),
});

export const bookedOn = (t: InputFieldBuilder) => ({
  datedOn: t.field({
    type: 'LocalDate',
    description: 'The business day it is booked on, not one to come; else today.',
  }),
});

/** Whose goods, in which package. */
export const goodsFields = (t: InputFieldBuilder) => ({
  ownerId: t.id({ description: 'Whose goods they are; else our own.' }),
  ownerCode: t.string({ description: 'Same, by its code.' }),
  ...packageFields(t),
});

export const packageFields = (t: InputFieldBuilder) => ({
  packageId: t.id({ description: 'The package that the goods are in; else loose.' }),
  sscc: t.string({ description: 'Same, by its label.' }),
});

export const LotInput = builder.inputType('LotInput', {
  description: 'The lot of goods that arrive.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'As printed; unique for the product.' }),
    expiresOn: t.field({ type: 'LocalDate', description: 'The last day it may be used.' }),
    bestBeforeOn: t.field({ type: 'LocalDate', description: 'How long it is at its best.' }),
    removalOn: t.field({
      type: 'LocalDate',
      description: 'From this day on it is not sold; else from the day it expires.',
    }),
    supplierLot: t.string({ description: "The supplier's own code of it." }),
  }),
});
