import {
  closeStockPeriod,
  reopenStockPeriod,
  type CloseStockPeriodInput,
  type ReopenStockPeriodInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { reference } from '../read/reference.ts';
import { WarehouseType } from './place-types.ts';

const ClosedWarehouseType = builder.objectRef<{ id: string }>('ClosedWarehouse').implement({
  description: 'A warehouse whose books were closed.',
  fields: (t) => ({
    warehouse: t.field(
      reference<{ id: string }>(WarehouseType, 'The warehouse.', (closed) => closed.id),
    ),
  }),
});

actField<CloseStockPeriodInput, { warehouseIds: readonly string[] }>({
  name: 'closeStockPeriod',
  operation: closeStockPeriod,
  description: 'Nothing is dated on or before the day any more, in one warehouse or in all.',
  key: 'optional',
  input: (t) => ({
    warehouseId: t.id({ description: 'All of them if not said.' }),
    through: t.field({
      type: 'LocalDate',
      required: true,
      description: 'The last day that is closed; not one to come.',
    }),
  }),
  payload: {
    closed: value(
      [ClosedWarehouseType],
      (result) => result.warehouseIds.map((id) => ({ id })),
      'Where that was new.',
    ),
  },
});

actField<ReopenStockPeriodInput, { warehouseId: string }>({
  name: 'reopenStockPeriod',
  operation: reopenStockPeriod,
  description: 'Days that were closed may be booked on again.',
  key: 'optional',
  input: (t) => ({
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    through: t.field({
      type: 'LocalDate',
      description: 'The last day that stays closed; none if not said.',
    }),
    reason: t.string({ required: true, description: 'Why, in words.' }),
  }),
  payload: { warehouse: row(WarehouseType, (result) => result.warehouseId, 'The warehouse.') },
});
