import { refuse } from '../../kernel/domain-error.ts';
import { requireId } from '../../kernel/require-id.ts';
import {
  loadPickProposal,
  type ProposedPick,
  type ProposedWalk,
} from '../../modules/inventory/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { reference } from '../read/reference.ts';
import { ProductType } from '../catalog/types.ts';
import { LotType } from './lot-types.ts';
import { LocationType, StockOwnerType } from './place-types.ts';
import { reachedUnits, readPermission } from './reached-units.ts';
import { StockPackageType } from './lot-types.ts';

const ProposedPickType = builder.objectRef<ProposedPick>('ProposedPick').implement({
  description: 'So much to be taken from a place.',
  fields: (t) => ({
    lineId: t.exposeID('lineId', { description: 'The line of the voucher or transfer.' }),
    location: t.field(reference<ProposedPick>(LocationType, 'Where.', (pick) => pick.locationId)),
    product: t.field(reference<ProposedPick>(ProductType, 'What.', (pick) => pick.productId)),
    lot: t.field(reference<ProposedPick>(LotType, 'Its lot or serial.', (pick) => pick.lotId)),
    owner: t.field(
      reference<ProposedPick>(StockOwnerType, 'Whose; null: our own.', (pick) => pick.ownerId),
    ),
    package: t.field(
      reference<ProposedPick>(StockPackageType, 'Out of which; null: loose.', (p) => p.packageId),
    ),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: ({ quantity }) => quantity,
    }),
  }),
});

const MissingPickType = builder
  .objectRef<ProposedWalk['missing'][number]>('MissingPick')
  .implement({
    description: 'What cannot be had of a line: not there, promised, held or expired.',
    fields: (t) => ({
      lineId: t.exposeID('lineId', { description: 'The line of the voucher or transfer.' }),
      quantity: t.field({
        type: 'Decimal',
        description: 'How much, in the base unit.',
        resolve: ({ quantity }) => quantity,
      }),
    }),
  });

const PickProposalType = builder.objectRef<ProposedWalk>('PickProposal').implement({
  description: 'Where to walk for the goods of a voucher or a transfer, as the stock is now.',
  fields: (t) => ({
    picks: t.field({
      type: [ProposedPickType],
      description: 'In walking order.',
      resolve: ({ picks }) => [...picks],
    }),
    missing: t.field({
      type: [MissingPickType],
      description: 'Lines that cannot be picked in full.',
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

builder.queryField('pickProposal', (t) =>
  t.field({
    type: PickProposalType,
    nullable: true,
    description:
      'What is still open of a voucher or a transfer, place by place: its own reservations ' +
      'first, then what expires first; never what is promised to others, held or expired.',
    args: {
      stockVoucherId: t.arg.id({ description: 'A voucher of goods that leave.' }),
      stockTransferId: t.arg.id({ description: 'Or a transfer that is not shipped.' }),
    },
    resolve: async (_root, { stockVoucherId, stockTransferId }, context) => {
      const units = reachedUnits(context, 'Proposing picks');
      const [given, ...more] = [stockVoucherId, stockTransferId].filter((id) => id != null);
      if (given == null || more.length > 0) {
        refuse('INVALID_ID', 'Name a voucher or a transfer', ['stockVoucherId']);
      }
      requireId(given, [stockVoucherId == null ? 'stockTransferId' : 'stockVoucherId']);
      const { database, clock, dayOf } = context.parts;
      const found = await loadPickProposal(database, given, dayOf(clock.now()));
      if (found && units && !units.includes(found.warehouseId)) {
        throw new Forbidden(readPermission, 'Proposing picks in this warehouse');
      }
      return found;
    },
  }),
);
