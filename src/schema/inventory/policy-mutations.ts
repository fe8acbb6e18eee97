import {
  classifyStock,
  setStockPolicies,
  type ClassifyStockInput,
  type SetStockPoliciesInput,
  type StockClassified,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { CountClass } from './count-enums.ts';
import { WarehouseType } from './place-types.ts';

const StockPolicyInput = builder.inputType('StockPolicyInput', {
  description: 'All of the policy of a product in a warehouse: what is left out is none.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    minimum: t.field({ type: 'Decimal', description: 'Less than this calls for more.' }),
    target: t.field({ type: 'Decimal', description: 'What to fill up to.' }),
    countClass: t.field({ type: CountClass, description: 'How often it is counted.' }),
  }),
});

actField<SetStockPoliciesInput, { stockPolicyIds: readonly string[] }>({
  name: 'setStockPolicies',
  operation: setStockPolicies,
  description:
    'Says how much of products there should be in warehouses, up to 1,000 at once, all or none.',
  key: 'optional',
  input: (t) => ({
    lines: t.field({ type: [StockPolicyInput], required: true, description: 'The policies.' }),
  }),
  payload: {
    stockPolicyIds: value(
      ['ID'],
      (result) => result.stockPolicyIds,
      'Their ids, in the order of the lines.',
    ),
  },
});

actField<ClassifyStockInput, StockClassified>({
  name: 'classifyStock',
  operation: classifyStock,
  description:
    'Finds out what is counted often, by the value issued in the last days: A up to 80 % of it, ' +
    'B up to 95 %, C the rest.',
  key: 'optional',
  input: (t) => ({
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    days: t.int({ required: true, description: 'How many days back, today included.' }),
  }),
  payload: {
    warehouse: row(WarehouseType, (result) => result.warehouseId, 'The warehouse.'),
    a: value('Int', (result) => result.a, 'Products that are A now.'),
    b: value('Int', (result) => result.b, 'Products that are B now.'),
    c: value('Int', (result) => result.c, 'Products that are C now.'),
    changed: value('Int', (result) => result.changed, 'Of them, in another class than before.'),
  },
});
