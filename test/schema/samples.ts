import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { newId } from '../../src/kernel/id.ts';
import { schema } from '../../src/schema/index.ts';
import { idOf } from '../inventory/world.ts';
import { collectionSamples } from './collection-samples.ts';
import { crmSamples } from './crm.ts';
import { deliverySamples } from './deliveries.ts';
import { billingSamples } from './invoices.ts';
import { orderSamples } from './orders.ts';
import { priceSamples } from './pricing.ts';
import { partySamples } from './parties.ts';
import { chequeSamples } from './cheques.ts';
import { inflowSamples } from './inflow.ts';
import { paymentSamples } from './payments.ts';
import { quoteSamples } from './quotes.ts';
import { subscriberSamples, type Subscribing } from './subscribers.ts';
import { webhookSamples, type Sending } from './webhooks.ts';
import type { Astray, Round } from './sent.ts';
import type { Handled } from './handled.ts';
import type { Company, DemoRole } from './world.ts';

/** Whose rows an operation is about, as the clerk of TEH sees it. */
export type Side = 'own' | 'foreign';

/** Values by the name of an argument or input field; `mutation.field` goes before `field`. */
export type Samples = ReadonlyMap<string, unknown>;

const madeByClient = ['id', 'scanId', 'idempotencyKey'];

/** Samples of a company for `role` on one side: rows that exist, so that only rights decide. */
export function samplesOf(company: Company, role: DemoRole, side: Side): Samples {
  const own = side === 'own';
  const someone = own ? company.people[role] : company.people.OUTSIDER;
  const round = (ends: string): Round => company.transfers.get(ends) as Round;
  const outgoing = round(own ? 'draft TEH > MHD' : 'draft ISF > MHD');
  const incoming = round(own ? 'draft MHD > TEH' : 'draft MHD > ISF');
  const done = round(own ? 'TEH > ISF' : 'ISF > MHD');
  const here = own ? 'TEH' : 'ISF';
  const handled = company.handled.get(here) as Handled;
  const astray = company.astray.get(here) as Astray;
  return new Map<string, unknown>([
    ['warehouseId', idOf(company, here)],
    ['defaultWarehouseId', idOf(company, here)],
    ['sourceWarehouseId', idOf(company, here)],
    ['destinationWarehouseId', idOf(company, 'MHD')],
    ['locationId', idOf(company, `${here} A1`)],
    ['productId', idOf(company, 'VALVE')],
    ['freeProductId', idOf(company, 'HOSE')],
    ['stockTransferId', outgoing.transfer.id],
    ['stockTransferLineId', outgoing.lineId],
    ['receiveStockTransfer.stockTransferId', incoming.transfer.id],
    ['receiveStockTransfer.stockTransferLineId', incoming.lineId],
    ['settleStockTransferShortage.stockTransferId', done.transfer.id],
    ['settleStockTransferShortage.stockTransferLineId', done.lineId],
    ['recordTransferDiscrepancy.stockTransferId', done.transfer.id],
    ['recordTransferDiscrepancy.stockTransferLineId', done.lineId],
    ['stockTransferDiscrepancyId', astray.stockTransferDiscrepancyId],
    ['matchedDiscrepancyId', newId()],
    ['product.id', idOf(company, 'VALVE')],
    ['warehouse.id', idOf(company, here)],
    ['stockTransfer.id', done.transfer.id],
    ['stockVoucher.id', company.receipts.get(here)],
    ['stockVoucherId', handled.draftId],
    ['stockVoucherLineId', handled.draftLineId],
    ['ownerId', company.ownerId],
    ['toOwnerId', company.ownerId],
    ['lotTrace.id', company.lots.get(here)],
    ['lotId', company.lots.get(here)],
    ['stockCount.id', company.counts.get(here)?.stockCountId],
    ['stockCountId', company.counts.get(here)?.stockCountId],
    ['stockCountLineId', company.counts.get(here)?.stockCountLineId],
    ['stockCountLineIds', company.counts.get(here)?.stockCountLineId],
    ['locationIds', idOf(company, `${here} A1`)],
    ['productIds', idOf(company, 'VALVE')],
    ['stockPackage.id', handled.stockPackageId],
    ['importOpeningStock.csv', `warehouse,sku,quantity\n${here},VALVE,1\n`],
    ['importProductsCsv.csv', 'sku,name_en,name_fa,base_unit\nX1,X,X,PCE\n'],
    ['stockPackageContent.id', handled.stockPackageId],
    ['stockPackageId', handled.stockPackageId],
    ['parentId', handled.emptyPackageId],
    ['toLocationId', idOf(company, `${here} DOCK`)],
    ['scanSessionId', handled.scanSessionId],
    ['scanSession.id', handled.scanSessionId],
    ['scanSessionProgress.id', handled.scanSessionId],
    ['scanDeviceId', handled.scanDeviceId],
    ['lineId', newId()],
    ['documentId', newId()],
    ['ssccs', '062600000000000017'],
    ['prefix', '29'],
    ['measureDigits', 5],
    ['stockReservation.id', company.reservations.get(here)],
    ['stockReservationId', company.reservations.get(here)],
    ['stockReservationIds', company.reservations.get(here)],
    ['reserveStock.demandId', newId()],
    ['demandLineId', newId()],
    ['packageId', handled.stockPackageId],
    ['demandKind', 'ORDER'],
    ['person.id', someone.personId],
    ['personId', someone.personId],
    ['createPerson.personId', newId()],
    ['sessionId', someone.sessionId],
    ['apiKeyId', someone.apiKeyId],
    ['createApiKey.apiKeyId', newId()],
    ['productBarcodeId', company.productBarcodeId],
    ['unitIds', idOf(company, here)],
    ['role', 'SELLER'],
    ['permission', 'catalog.read'],
    ['scopes', 'catalog.read'],
    ['unit', 'PCE'],
    ['baseUnit', 'PCE'],
    ['code', 'X1'],
    ['recordScan.code', 'ROPE-1'],
    ['recordScan.lotCode', 'LT'],
    ['recordScans.code', 'VALVE-1'],
    ['recordScans.lotCode', null],
    ['recordScans.serial', null],
    ['locationCode', 'A1'],
    ['step', 'SHIP'],
    ['numerator', '1'],
    ['denominator', '1'],
    ...subscriberSamples(company.subscribers.get(someone.personId) as Subscribing),
    ['createEventSubscriber.subscriberId', newId()],
    ...webhookSamples(company.sending.get(someone.personId) as Sending),
    ...priceSamples(company.prices),
    ...orderSamples(company.orders, side),
    ...partySamples(company.floor, side),
    ...billingSamples(company.billing, side),
    ...paymentSamples(company.payments, side),
    ...chequeSamples(company.cheques, side),
    ...collectionSamples(company.collecting, company.floor, side),
    ...inflowSamples(company.inflow, side),
    ...crmSamples(company.pipeline, company.floor, side),
    ...quoteSamples(company.offers, side),
    ...deliverySamples(company.dispatch, side),
    ['login', 'nobody'],
    ['email', 'nobody@bazargan.example'],
  ]);
}

/** A well-formed input of a mutation; `full`: with every field, else with the required ones. */
export function sampleInput(mutation: string, samples: Samples, full = false): Input {
  return object(inputTypeOf(mutation), { mutation, samples, full });
}

/** A well-formed input of a question, with every field. */
export function sampleObject(type: GraphQLInputObjectType, of: string, samples: Samples): Input {
  return object(type, { mutation: of, samples, full: true });
}

export type Input = Record<string, unknown>;

export function inputTypeOf(mutation: string): GraphQLInputObjectType {
  const field = schema.getMutationType()?.getFields()[mutation];
  const argument = field?.args.find(({ name }) => name === 'input');
  if (!argument) throw new Error(`${mutation} has no input`);
  return (argument.type as { ofType: GraphQLInputObjectType }).ofType;
}

interface Making {
  readonly mutation: string;
  readonly samples: Samples;
  readonly full: boolean;
}

function object(type: GraphQLInputObjectType, making: Making): Input {
  const fields = Object.values(type.getFields());
  const said = fields.filter((field) => making.full || isNonNullType(field.type));
  return Object.fromEntries(
    said.map(({ name, type: of }) => [name, sampleValue(of, name, making)]),
  );
}

/** @throws when nothing is known of an id: a new kind of reference needs a sample above. */
export function sampleValue(type: GraphQLInputType, name: string, making: Making): unknown {
  if (isNonNullType(type)) return sampleValue(type.ofType as GraphQLInputType, name, making);
  if (isListType(type)) return [sampleValue(type.ofType as GraphQLInputType, name, making)];
  if (isInputObjectType(type)) return object(type, making);
  const known = making.samples.get(`${making.mutation}.${name}`) ?? making.samples.get(name);
  if (known !== undefined) return known;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (madeByClient.includes(name)) return newId();
  // What is said is not said to be none.
  if (name.startsWith('without')) return false;
  const byScalar: Readonly<Record<string, unknown>> = {
    String: 'some text',
    Int: 1,
    Boolean: true,
    Decimal: '1',
    DateTime: '2026-03-21T07:59:00Z',
    LocalDate: '2030-01-01',
    Position: '0',
    Csv: 'sku\nX1',
    FileText: 'day,amount\n2026-03-20,5',
  };
  const value = byScalar[type.name];
  if (value === undefined) {
    throw new Error(`No sample of ${type.name} ${making.mutation}.${name}: add one to samples.ts`);
  }
  return value;
}
