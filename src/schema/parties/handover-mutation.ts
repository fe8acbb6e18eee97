import { handOverRecords } from '../../modules/index.ts';
import type {
  HandedOver,
  HandOverRecordsInput,
  RecordsHandedOver,
} from '../../modules/parties/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { SalespersonType } from './floor-types.ts';

const HandedOverType = builder.objectRef<HandedOver>('HandedOver').implement({
  description: 'Records of a kind that went to somebody.',
  fields: (t) => ({
    records: t.exposeString('records', {
      description: 'What they are: `parties`, `leads`, `opportunities`, `quotes` …',
    }),
    to: t.field({
      type: SalespersonType.ref as never,
      nullable: true,
      description: 'Who got them.',
      resolve: ({ toId }, _args, context, info) => context.reads.reference(toId, info) as never,
    }),
    count: t.int({ description: 'How many.', resolve: ({ ids }) => ids.length }),
    ids: t.field({ type: ['ID'], description: 'Which.', resolve: ({ ids }) => [...ids] }),
  }),
});

actField<HandOverRecordsInput, RecordsHandedOver>({
  name: 'handOverRecords',
  operation: handOverRecords,
  description:
    'Gives all open records of a salesperson to another, or shares them by segment, in one act: ' +
    'customers and their people, leads, opportunities, quotes, orders and whatever else.',
  key: 'required',
  input: (t) => ({
    fromId: t.id({ required: true, description: 'Who gives.' }),
    toId: t.id({
      required: true,
      description: 'Who gets it, or what no segment’s rule gives away.',
    }),
    bySegment: t.boolean({
      description:
        'True: customers go to salespeople of their segments, and theirs along with them.',
    }),
    deactivate: t.boolean({ description: 'True: who gives takes nothing new from now on.' }),
    reason: t.string({ required: true, description: 'Why.' }),
    dryRun: t.boolean({
      description: 'True: does all of it and takes it back. Its idempotency key is used by that.',
    }),
  }),
  payload: {
    dryRun: value('Boolean', (result) => result.dryRun, 'Nothing was kept.'),
    from: row(SalespersonType, (result) => result.fromId, 'Who gave.'),
    handedOver: value([HandedOverType], (result) => result.handedOver, 'What went to whom.'),
  },
});
