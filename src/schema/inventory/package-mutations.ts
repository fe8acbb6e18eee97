import {
  createStockPackages,
  moveStockPackage,
  nestStockPackage,
  packStock,
  unpackStock,
  type CreateStockPackagesInput,
  type MoveStockPackageInput,
  type NestStockPackageInput,
  type PackStockInput,
  type StockPackageMoved,
  type StockPackagesCreated,
  type UnpackStockInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { placedFields, statusField } from './goods-inputs.ts';
import { StockPackageType } from './lot-types.ts';
import { goodsFields } from './voucher-inputs.ts';
import { StockVoucherType } from './voucher-types.ts';

interface Made {
  readonly id: string;
  readonly sscc: string;
}

const MadePackageType = builder.objectRef<Made>('MadeStockPackage').implement({
  description: 'A package that got its label.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    sscc: t.exposeString('sscc', { description: 'Its label, 18 digits.' }),
  }),
});

const packageId = (t: InputFieldBuilder) => ({
  stockPackageId: t.id({ required: true, description: 'The package.' }),
});

const changed = row<{ readonly stockPackageId: string }>(
  StockPackageType,
  (result) => result.stockPackageId,
  'The package as it now stands.',
);

actField<CreateStockPackagesInput, StockPackagesCreated>({
  name: 'createStockPackages',
  operation: createStockPackages,
  description: 'Labels packages: with new numbers under the firm’s GS1 prefix, or printed ones.',
  key: 'required',
  complete: (input, { parts }) => ({ ...input, companyPrefix: parts.companyPrefix }),
  input: (t) => ({
    warehouseId: t.id({ required: true, description: 'Where they will be filled.' }),
    count: t.int({ description: 'So many new numbers, up to 1,000.' }),
    ssccs: t.stringList({ description: 'In their place: labels that are printed already.' }),
    note: t.string({ description: 'A word for those who handle them.' }),
  }),
  payload: {
    stockPackages: value([MadePackageType], (result) => [...result.stockPackages], 'With labels.'),
  },
});

const PackedLineInput = builder.inputType('PackedLineInput', {
  description: 'Goods that go into a package, all from one place; those in another come out of it.',
  fields: (t) => ({ ...placedFields(t), ...goodsFields(t), ...statusField(t) }),
});

actField<PackStockInput, { stockPackageId: string }>({
  name: 'packStock',
  operation: packStock,
  description: 'Goods at a place go into a package, which is there from then on.',
  key: 'required',
  input: (t) => ({
    ...packageId(t),
    warehouseId: t.id({ required: true, description: 'Where.' }),
    lines: t.field({ type: [PackedLineInput], required: true, description: 'The goods.' }),
  }),
  payload: { stockPackage: changed },
});

const UnpackedLineInput = builder.inputType('UnpackedLineInput', {
  description: 'Goods that are taken out of a package.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In the base unit.' }),
    lotCode: t.string({ description: 'Their lot or serial number.' }),
  }),
});

actField<UnpackStockInput, { stockPackageId: string }>({
  name: 'unpackStock',
  operation: unpackStock,
  description: 'Goods are taken out of a package and lie loose where it is: some, or all.',
  key: 'required',
  input: (t) => ({
    ...packageId(t),
    lines: t.field({ type: [UnpackedLineInput], description: 'Left out: all in the package.' }),
  }),
  payload: { stockPackage: changed },
});

actField<NestStockPackageInput, { stockPackageId: string }>({
  name: 'nestStockPackage',
  operation: nestStockPackage,
  description: 'Puts a package into another at the same place, or takes it out.',
  key: 'optional',
  input: (t) => ({
    ...packageId(t),
    parentId: t.id({ description: 'Into this one; left out: out of the one that it is in.' }),
  }),
  payload: { stockPackage: changed },
});

actField<MoveStockPackageInput, StockPackageMoved>({
  name: 'moveStockPackage',
  operation: moveStockPackage,
  description: 'Puts a package elsewhere inside its warehouse, with everything in it.',
  key: 'required',
  input: (t) => ({
    ...packageId(t),
    toLocationId: t.id({ required: true, description: 'In the same warehouse.' }),
  }),
  payload: {
    stockPackage: changed,
    stockVoucher: row(StockVoucherType, (result) => result.stockVoucherId, 'The relocation.'),
  },
});
