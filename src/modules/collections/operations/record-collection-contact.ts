import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readNote, readOwnId, readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { openCustomer, requireCustomer } from '../ledger/open-customer.ts';
import { contactFaults, type ContactRuleFacts } from '../rules/allow-contact.ts';
import type { CollectionChannel, ContactDirection, ContactOutcome } from '../rules/kinds.ts';
import { writeRow } from './set-up.ts';

export interface RecordCollectionContactInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  readonly channel: CollectionChannel;
  /** OUT if not said: we, or the agency, reached out. */
  readonly direction?: ContactDirection | null;
  readonly outcome: ContactOutcome;
  /** Now, if not said; not ahead. */
  readonly at?: string | Date | null;
  readonly note?: string | null;
  /** Where an agency did it. */
  readonly collectionAgencyId?: Id | null;
  /** Why it is done against the rules: needs `collections.override`. */
  readonly overrideReason?: string | null;
}

export interface CollectionContactRecorded {
  readonly collectionContactId: Id;
}

const permission = 'collections.work';

interface Standing {
  readonly rule: ContactRuleFacts | null;
  readonly holidays: readonly LocalDate[];
  readonly blockedReason: string | null;
  readonly others: readonly string[];
  readonly agencyKnown: boolean;
}

/** Days of the zone reach a day beyond those of UTC on either side. */
const standing = statement(
  'collection_contact_standing',
  `select
     (select json_build_object('channel', r.channel, 'fromTime', r.from_time,
        'untilTime', r.until_time, 'weekdays', r.weekdays, 'zone', r.zone,
        'mostPerDay', r.most_per_day, 'mostPerWeek', r.most_per_week)
      from contact_rule r where r.channel = $2) as rule,
     coalesce((select json_agg(h.day) from contact_holiday h
       where h.day between ($3::timestamptz at time zone 'UTC')::date - 1
         and ($3::timestamptz at time zone 'UTC')::date + 1), '[]') as holidays,
     (select b.reason from contact_block b
      where b.party_id = $1 and (b.channel is null or b.channel = $2)
        and b.from_on <= $4 and (b.until_on is null or b.until_on > $4)
      order by b.from_on desc limit 1) as "blockedReason",
     coalesce((select json_agg(c.at) from collection_contact c
       where c.party_id = $1 and c.channel = $2 and c.direction = 'OUT'
         and c.at between $3::timestamptz - interval '8 days'
                      and $3::timestamptz + interval '8 days'), '[]') as others,
     $5::uuid is null or exists (select from collection_agency a where a.id = $5 and a.is_active)
       as "agencyKnown"`,
);

const insert = statement(
  'collection_contact_insert',
  `insert into collection_contact (id, party_id, channel, direction, outcome, at, note,
     collection_agency_id, override_reason, recorded_at, recorded_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

/**
 * Writes down that a customer was reached, or that somebody tried. Refused where the rules are
 * against reaching out then, with every reason; who may override them says why. A customer who
 * reaches us is always written down.
 */
export const recordCollectionContact = defineOperation({
  name: 'recordCollectionContact',
  permission,
  async run(op, input: RecordCollectionContactInput): Promise<CollectionContactRecorded> {
    const wanted = { permission, what: 'Writing down a contact' };
    const customer = await openCustomer(op, input.partyId, wanted);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const at = input.at == null ? op.now : new Date(input.at);
    if (!(at.getTime() <= op.now.getTime())) {
      faults.push(fault('CONTACT_IN_FUTURE', 'It has not happened yet', ['at']));
    }
    const note = readNote(input.note, ['note'], faults);
    const overrideReason =
      input.overrideReason == null
        ? null
        : readReason(input.overrideReason, ['overrideReason'], faults);
    const { channel, outcome } = input;
    const direction = input.direction ?? 'OUT';
    refuseIfAny(faults);
    const [agencyId = null] = askable([input.collectionAgencyId]);
    const against = await findAgainst(op, customer.id, { channel, at, agencyId, input });
    if (direction === 'IN') against.rules.length = 0;
    if (against.rules.length > 0 && overrideReason !== null) {
      const what = 'Reaching a customer against the rules';
      requireCustomer(op, customer, { permission: 'collections.override', what });
      against.rules.length = 0;
    }
    const whom = [id, customer.id, channel, direction, outcome, at, note, agencyId];
    const values = [...whom, overrideReason, op.now, op.actorId, op.operationId];
    await writeRow(op, insert, values, [...against.agency, ...against.rules]);
    const collectionContact = {
      ...{ id, channel, direction, outcome, at: at.toISOString(), note, overrideReason },
      collectionAgencyId: agencyId,
    };
    const subject = { type: 'collectionContact', id };
    const data = { collectionContact };
    op.emit(customerEvent(collectionsEvents.contactRecorded, customer, subject, data));
    return { collectionContactId: id };
  },
});

async function findAgainst(
  op: OperationContext,
  partyId: Id,
  asked: {
    readonly channel: CollectionChannel;
    readonly at: Date;
    readonly agencyId: Id | null;
    readonly input: RecordCollectionContactInput;
  },
): Promise<{ readonly agency: Fault[]; readonly rules: Fault[] }> {
  const { channel, at, agencyId, input } = asked;
  const values = [partyId, channel, at, op.dayOf(at), agencyId];
  const [row] = await op.query<Standing>(standing, values);
  if (!row) throw new Error('Nothing is known of contacts');
  const isKnown = row.agencyKnown && (input.collectionAgencyId == null || agencyId !== null);
  const agency = isKnown
    ? []
    : [fault('AGENCY_NOT_FOUND', 'No such agency works for us', ['collectionAgencyId'])];
  const others = row.others.map((one) => new Date(one));
  return { agency, rules: contactFaults({ ...row, at, channel, others }, ['at']) };
}
