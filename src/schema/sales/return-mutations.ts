import {
  authoriseReturn,
  cancelReturn,
  receiveReturn,
  type AuthoriseReturnInput,
  type CancelReturnInput,
  type ReceiveReturnInput,
  type ReturnReceived,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { bookedOn } from '../inventory/voucher-inputs.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { Disposition, ReturnAuthorisationType } from './delivery-types.ts';

interface Changed {
  readonly returnAuthorisationId: string;
}

const authorisation = <R extends Changed>(description: string) =>
  row<R>(ReturnAuthorisationType, (result) => result.returnAuthorisationId, description);

const returnId = (t: InputFieldBuilder) => ({
  returnAuthorisationId: t.id({ required: true, description: 'The return.' }),
});

const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why.' }),
});

const ReturnLineInput = builder.inputType('ReturnLineInput', {
  description: 'Goods of a line of a delivery that may come back.',
  fields: (t) => ({
    ...ownId(t),
    deliveryLineId: t.id({ required: true, description: 'What they left with.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    serials: t.stringList({ description: 'Just these: as many as base units.' }),
    isReplaced: t.boolean({ description: 'Others are delivered for them; else credited.' }),
  }),
});

actField<AuthoriseReturnInput, Changed>({
  name: 'authoriseReturn',
  operation: authoriseReturn,
  description:
    'A customer may send goods of an order back: no more than left and neither came back nor may ' +
    'come back already.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    salesOrderId: t.id({ required: true, description: 'The order.' }),
    warehouseId: t.id({ description: 'Where to; else where they left.' }),
    ...reason(t),
    lines: t.field({ type: [ReturnLineInput], required: true, description: 'What.' }),
  }),
  payload: { returnAuthorisation: authorisation('The return.') },
});

const ReceivedReturnLineInput = builder.inputType('ReceivedReturnLineInput', {
  description: 'Goods that came back, and what becomes of them.',
  fields: (t) => ({
    returnLineId: t.id({ required: true, description: 'The line of the return.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    disposition: t.field({ type: Disposition, required: true, description: 'What becomes of it.' }),
    serials: t.stringList({ description: 'The serials, where the product has them.' }),
    lotCode: t.string({ description: 'The lot, where it has lots.' }),
    locationId: t.id({ description: 'Where they are put; else as the whole.' }),
    note: t.string({ description: 'In what condition, say.' }),
  }),
});

actField<ReceiveReturnInput, ReturnReceived>({
  name: 'receiveReturn',
  operation: receiveReturn,
  description:
    'Goods of a return are here, all or some. What is ours again comes off the order; what is ' +
    'replaced is open once more.',
  key: 'required',
  input: (t) => ({
    ...returnId(t),
    locationId: t.id({ description: 'Where they are put; else the place for receipts.' }),
    ...bookedOn(t),
    lines: t.field({ type: [ReceivedReturnLineInput], required: true, description: 'What came.' }),
  }),
  payload: { returnAuthorisation: authorisation('The return as it now stands.') },
});

actField<CancelReturnInput, Changed>({
  name: 'cancelReturn',
  operation: cancelReturn,
  description: 'What has not come back is awaited no more; what did stays as it is.',
  key: 'optional',
  input: (t) => ({ ...returnId(t), ...reason(t) }),
  payload: { returnAuthorisation: authorisation('The return as it now stands.') },
});
