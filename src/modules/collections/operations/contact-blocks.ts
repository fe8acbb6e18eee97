import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readOwnId, readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { openCustomer, openDocument } from '../ledger/open-customer.ts';
import type { CollectionChannel } from '../rules/kinds.ts';
import { writeRow } from './set-up.ts';

export interface BlockContactInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  /** Left out: by none at all. */
  readonly channel?: CollectionChannel | null;
  readonly reason: string;
  /** The first day on which it holds no more. */
  readonly untilOn?: LocalDate | null;
}

export interface ContactBlockChanged {
  readonly contactBlockId: Id;
}

const permission = 'collections.work';

const insert = statement(
  'contact_block_insert',
  `insert into contact_block (id, party_id, channel, reason, from_on, until_on, created_at,
                              created_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** The customer is not to be reached by a channel, or at all, by us and by agencies. */
export const blockContact = defineOperation({
  name: 'blockContact',
  permission,
  async run(op, input: BlockContactInput): Promise<ContactBlockChanged> {
    const wanted = { permission, what: 'Saying that a customer is not to be reached' };
    const customer = await openCustomer(op, input.partyId, wanted);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const untilOn = readDay(input.untilOn, ['untilOn'], faults);
    if (untilOn !== null && untilOn <= op.today) {
      faults.push(fault('DAY_NOT_AHEAD', 'It must end after today', ['untilOn']));
    }
    const channel = input.channel ?? null;
    const said = [id, customer.id, channel, reason, op.today, untilOn];
    await writeRow(op, insert, [...said, op.now, op.actorId, op.operationId], faults);
    const contactBlock = { id, channel, reason, fromOn: op.today, untilOn };
    const subject = { type: 'contactBlock', id };
    op.emit(customerEvent(collectionsEvents.contactBlocked, customer, subject, { contactBlock }));
    return { contactBlockId: id };
  },
});

export interface EndContactBlockInput {
  readonly contactBlockId: Id;
  readonly reason: string;
}

interface Block {
  readonly id: Id;
  readonly partyId: Id;
  readonly channel: CollectionChannel | null;
  readonly untilOn: LocalDate | null;
}

const load = statement(
  'contact_block_load',
  `select id, party_id as "partyId", channel, until_on::text as "untilOn"
   from contact_block where id = $1`,
);
const end = statement(
  'contact_block_end',
  'update contact_block set until_on = $2, version = version + 1 where id = $1',
);
const source = {
  load,
  missing: 'BLOCK_NOT_FOUND',
  name: 'block',
  path: ['contactBlockId'],
} as const;

/** The customer may be reached again. */
export const endContactBlock = defineOperation({
  name: 'endContactBlock',
  permission,
  async run(op, input: EndContactBlockInput): Promise<ContactBlockChanged> {
    const wanted = { permission, what: 'Saying that a customer may be reached' };
    const opened = await openDocument<Block>(op, source, input.contactBlockId, wanted);
    const { document, customer } = opened;
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    if (document.untilOn !== null && document.untilOn <= op.today) {
      refuse('BLOCK_NOT_FOUND', 'It holds no more', ['contactBlockId']);
    }
    const { id, channel } = document;
    await op.query(end, [id, op.today]);
    const contactBlock = { id, channel, untilOn: op.today };
    const data = { contactBlock, reason };
    const subject = { type: 'contactBlock', id };
    op.emit(customerEvent(collectionsEvents.contactAllowed, customer, subject, data));
    return { contactBlockId: id };
  },
});
