import { newId, type Id } from '../../src/kernel/id.ts';
import { createProduct } from '../../src/modules/catalog/index.ts';
import { receiveGoods } from '../../src/modules/inventory/index.ts';
import {
  authoriseReturn,
  deliverSalesOrder,
  draftDelivery,
  placeOrder,
  receiveReturn,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import type { Floor } from './parties.ts';
import type { Side } from './samples.ts';

/** An order of a warehouse, of which some left, some is to leave, and some may come back. */
export interface DispatchSide {
  readonly salesOrderId: Id;
  readonly salesOrderLineId: Id;
  /** Left, and of it some came back; left whole; to leave. */
  readonly returnedId: Id;
  readonly returnedLineId: Id;
  readonly postedId: Id;
  readonly draftId: Id;
  readonly draftLineId: Id;
  readonly returnAuthorisationId: Id;
  readonly returnLineId: Id;
}

export type Dispatch = Readonly<Record<Side, DispatchSide>>;

/** From TEH for the seller's customer, from ISF for the outsider's. */
export async function openDispatch(w: World, floor: Floor, admin: Caller): Promise<Dispatch> {
  const product = async (sku: string, tracking: 'NONE' | 'SERIAL'): Promise<Id> => {
    const names = { sku, nameEn: sku, nameFa: sku, baseUnit: 'PCE', standardCost: '70' };
    const input = { ...names, tracking, units: [], barcodes: [] };
    return (await w.perform(createProduct, input, admin)).productId;
  };
  const goods = { pump: await product('PUMP', 'NONE'), motor: await product('MOTOR', 'SERIAL') };
  const side = (at: string, of: Side) =>
    openSide(w, { at, goods, partyId: floor.sides[of].partyId }, admin);
  return { own: await side('TEH', 'own'), foreign: await side('ISF', 'foreign') };
}

interface Where {
  readonly at: string;
  readonly goods: { readonly pump: Id; readonly motor: Id };
  readonly partyId: Id;
}

async function openSide(w: World, of: Where, admin: Caller): Promise<DispatchSide> {
  const { pump, motor } = of.goods;
  const warehouseId = idOf(w, of.at);
  const serials = [`${of.at}-M1`];
  const here = { warehouseId, locationId: idOf(w, `${of.at} A1`) };
  const came = [
    { productId: pump, quantity: '40', unit: 'PCE' },
    { productId: motor, quantity: '1', unit: 'PCE', serials },
  ];
  await w.perform(receiveGoods, { ...here, lines: came }, admin);
  const [salesOrderLineId, motorLineId] = [newId(), newId()];
  const price = { unitPrice: '100', reason: 'Agreed' };
  const ordered = [
    { id: salesOrderLineId, productId: pump, quantity: '10', warehouseId, price },
    { id: motorLineId, productId: motor, quantity: '1', warehouseId, price },
  ];
  const order = { customerId: of.partyId, currency: 'IRR', lines: ordered };
  const { salesOrderId } = await w.perform(placeOrder, order, asSystem);
  const some = (quantity: string) => ({ salesOrderLineId, quantity });
  const leaves = async (...lines: object[]): Promise<Id> =>
    (await w.perform(deliverSalesOrder, { salesOrderId, lines: lines as never }, admin)).deliveryId;
  const returnedId = await leaves(some('4'), { salesOrderLineId: motorLineId, serials });
  const postedId = await leaves(some('1'));
  const draft = await w.perform(draftDelivery, { salesOrderId, lines: [some('2')] }, admin);
  const lineOf = async (deliveryId: Id, productId: Id): Promise<Id> => {
    const [row] = await w.sql<{ id: Id }>(
      'select id from delivery_line where delivery_id = $1 and product_id = $2',
      [deliveryId, productId],
    );
    return row?.id ?? '';
  };
  const returnedLineId = await lineOf(returnedId, pump);
  const returnLineId = newId();
  const allowed = [
    { id: returnLineId, deliveryLineId: returnedLineId, quantity: '2' },
    { deliveryLineId: await lineOf(returnedId, motor), quantity: '1', serials },
  ];
  const wish = { salesOrderId, reason: 'Too loud', lines: allowed };
  const { returnAuthorisationId } = await w.perform(authoriseReturn, wish, admin);
  const back = { returnLineId, quantity: '1', disposition: 'RESTOCK' as const, note: 'Unused' };
  await w.perform(receiveReturn, { returnAuthorisationId, lines: [back] }, admin);
  return {
    ...{ salesOrderId, salesOrderLineId, returnedId, returnedLineId, postedId },
    draftId: draft.deliveryId,
    draftLineId: await lineOf(draft.deliveryId, pump),
    ...{ returnAuthorisationId, returnLineId },
  };
}

/** Samples for acts and queries on deliveries and returns, on one side. */
export function deliverySamples(dispatch: Dispatch, side: Side): [string, unknown][] {
  const of = dispatch[side];
  const orders = ['draftDelivery', 'deliverSalesOrder', 'authoriseReturn', 'orderAvailability'];
  return [
    ['deliveryId', of.draftId],
    ['delivery.id', of.draftId],
    ['reverseDelivery.deliveryId', of.postedId],
    ['deliveryLineId', of.draftLineId],
    ['authoriseReturn.deliveryLineId', of.returnedLineId],
    ['returnLineId', of.returnLineId],
    ['returnAuthorisation.id', of.returnAuthorisationId],
    ['receiveReturn.returnAuthorisationId', of.returnAuthorisationId],
    ['cancelReturn.returnAuthorisationId', of.returnAuthorisationId],
    ...orders.flatMap((act): [string, unknown][] => [
      [`${act}.salesOrderId`, of.salesOrderId],
      [`${act}.salesOrderLineId`, of.salesOrderLineId],
    ]),
  ];
}

/** Where the smallest sample does not do. */
export const goodDeliveryInputs = ({ own }: Dispatch): Readonly<Record<string, object>> => ({
  draftDelivery: { lines: [{ salesOrderLineId: own.salesOrderLineId, quantity: '1' }] },
  deliverSalesOrder: { lines: [{ salesOrderLineId: own.salesOrderLineId, quantity: '1' }] },
  postDelivery: { usePlan: true },
});

const inTeh = `(select id from warehouse where code = 'TEH')`;
const returned = `select a.warehouse_id = ${inTeh} from return_authorisation a`;

/** Whose rows are the clerk's own: see sides.ts. */
export const deliverySides: Readonly<Record<string, readonly [string, string, string]>> = {
  Delivery: ['delivery', 'id', `select warehouse_id = ${inTeh}`],
  DeliveryLine: [
    'delivery_line',
    'id',
    `select d.warehouse_id = ${inTeh} from delivery d where d.id = delivery_id`,
  ],
  ReturnAuthorisation: ['return_authorisation', 'id', `select warehouse_id = ${inTeh}`],
  ReturnLine: ['return_line', 'id', `${returned} where a.id = return_authorisation_id`],
  ReturnReceipt: [
    'return_receipt',
    'id',
    `${returned} join return_line r on r.return_authorisation_id = a.id
     where r.id = return_line_id`,
  ],
};
