import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import {
  defineOperation,
  type Operation,
  type OperationContext,
} from '../../../platform/perform/operation.ts';
import { rehearse } from '../../../platform/perform/rehearse.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { chooseSalespeople } from '../ledger/choose-salespeople.ts';
import {
  moversOf,
  type OpenRecord,
  type RecordMover,
  type Successor,
} from '../ledger/move-records.ts';
import type { OwnedRecords } from '../rules/owned-records.ts';
import type { PartyReference } from '../rules/party-reference.ts';
import { readSalesperson, type SalespersonFacts } from '../rules/salesperson.ts';

export interface HandOverRecordsInput {
  /** Who gives all they have. */
  readonly fromId: Id;
  /** Who gets it; of what is shared by segments, what no rule gives to another. */
  readonly toId: Id;
  /** True: each customer goes to a salesperson of its segment, and what is of it goes along. */
  readonly bySegment?: boolean | null;
  /** True: who gives takes nothing new from now on. */
  readonly deactivate?: boolean | null;
  readonly reason: string;
  /** True: does all of it and takes it back. */
  readonly dryRun?: boolean | null;
}

/** So many records of a kind go to somebody. */
export interface HandedOver {
  /** What they are: `parties`, `leads`, `quotes` … */
  readonly records: string;
  readonly toId: Id;
  readonly ids: readonly Id[];
}

export interface RecordsHandedOver {
  readonly dryRun: boolean;
  readonly fromId: Id;
  readonly handedOver: readonly HandedOver[];
}

const lockFrom = statement(
  'parties_lock_to_hand_over',
  'select id, team_id as "teamId", active from salesperson where id = $1 for update',
);
const lockTo = statement(
  'parties_lock_successor',
  'select id, team_id as "teamId", active from salesperson where id = $1 for key share',
);
const deactivate = statement(
  'parties_deactivate_salesperson',
  'update salesperson set active = false, version = version + 1 where id = $1 and active',
);

/**
 * All open records of somebody go to a successor, or are shared among those of their segments, in
 * one act: customers, leads, opportunities, quotes, orders and whatever else is declared. While it
 * runs nobody enters a record for them: who does so waits, or was first and is found. Answers what
 * went where; a rehearsal (`dryRun`) answers the same and leaves everything as it was.
 */
export function createHandOverRecords(
  owned: readonly OwnedRecords[],
  references: readonly PartyReference[],
): Operation<HandOverRecordsInput, RecordsHandedOver> {
  const movers = moversOf(owned, references);
  return defineOperation({
    name: 'handOverRecords',
    permission: 'parties.assign',
    run: (op, input: HandOverRecordsInput): Promise<RecordsHandedOver> =>
      input.dryRun
        ? rehearse(op, (rehearsal) => handOver(rehearsal, input, movers))
        : handOver(op, input, movers),
  });
}

async function handOver(
  op: OperationContext,
  input: HandOverRecordsInput,
  movers: readonly RecordMover[],
): Promise<RecordsHandedOver> {
  const { from, to, reason } = await lockPeople(op, input);
  const shares = new Shares(op, from.id, to, input.bySegment ?? false);
  const handedOver: HandedOver[] = [];
  for (const mover of movers) {
    const records = await mover.find(op, from.id);
    if (records.length === 0) continue;
    const moved = await shares.of(records);
    await mover.move(op, moved, { fromId: from.id, reason });
    for (const successor of new Set(moved.map((one) => one.to.id))) {
      const ids = moved.filter((one) => one.to.id === successor).map(({ id }) => id);
      handedOver.push({ records: mover.name, toId: successor, ids });
    }
  }
  if (input.deactivate) await op.query(deactivate, [from.id]);
  op.emit({
    type: partiesEvents.recordsHandedOver,
    subject: { type: 'salesperson', id: from.id },
    ownerId: from.id,
    unitIds: [...new Set([from.teamId, to.teamId])],
    data: { fromId: from.id, handedOver, reason, deactivated: input.deactivate ?? false },
  });
  return { dryRun: input.dryRun ?? false, fromId: from.id, handedOver };
}

async function lockPeople(
  op: OperationContext,
  input: HandOverRecordsInput,
): Promise<{ from: SalespersonFacts; to: SalespersonFacts; reason: string }> {
  const asked = askable([input.fromId, input.toId]).sort();
  const people = new Map<Id, SalespersonFacts>();
  for (const id of asked) {
    const lock = id === input.fromId.toLowerCase() ? lockFrom : lockTo;
    for (const row of await op.query<SalespersonFacts>(lock, [id])) people.set(id, row);
  }
  const from = people.get(input.fromId.toLowerCase());
  if (!from) {
    throw new DomainError([fault('SALESPERSON_NOT_FOUND', 'This is no salesperson', ['fromId'])]);
  }
  const permission = 'parties.assign';
  op.requireReach(permission, { ownerId: from.id, unitIds: [from.teamId] }, 'Handing over');
  // By segment it may go to anyone.
  if (input.bySegment) op.requireReach(permission, {}, 'Handing over by segment');
  const faults: Fault[] = [];
  const reason = readLine(input.reason, 500, ['reason'], faults);
  const to = readSalesperson(people, input.toId, ['toId'], faults);
  if (to?.id === from.id) {
    faults.push(fault('ALREADY_ASSIGNED', 'They have it already', ['toId']));
  }
  refuseIfAny(faults);
  const successor = to as SalespersonFacts;
  const belongs = { ownerId: successor.id, unitIds: [successor.teamId] };
  op.requireReach(permission, belongs, 'Handing over to them');
  return { from, to: successor, reason };
}

/** Who gets what: customers by their segments, and what is of a customer along with it. */
class Shares {
  readonly #op: OperationContext;
  readonly #fromId: Id;
  readonly #rest: Successor;
  readonly #bySegment: boolean;
  /** Where customers went in this act. */
  readonly #ofParty = new Map<Id, Successor>();

  constructor(op: OperationContext, fromId: Id, rest: Successor, bySegment: boolean) {
    this.#op = op;
    this.#fromId = fromId;
    this.#rest = rest;
    this.#bySegment = bySegment;
  }

  async of(records: readonly OpenRecord[]): Promise<{ id: Id; to: Successor }[]> {
    if (!this.#bySegment) return records.map(({ id }) => ({ id, to: this.#rest }));
    const moved = new Map<Id, Successor>();
    for (const { id, partyId } of records) {
      const along = partyId === null ? undefined : this.#ofParty.get(partyId);
      if (along) moved.set(id, along);
    }
    const alone = records.filter(({ id, segmentId }) => segmentId !== null && !moved.has(id));
    const groups = [...Map.groupBy(alone, ({ segmentId }) => segmentId as Id)];
    for (const [segmentId, group] of groups.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const wanted = { segmentId, count: group.length, except: [this.#fromId] };
      const chosen = await chooseSalespeople(this.#op, wanted);
      group.forEach(({ id }, i) => moved.set(id, chosen[i] ?? this.#rest));
    }
    // Only a party's own id is ever looked up here: ids are unique in the product.
    for (const [id, to] of moved) this.#ofParty.set(id, to);
    return records.map(({ id }) => ({ id, to: moved.get(id) ?? this.#rest }));
  }
}
