import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { lockParty } from '../ledger/lock-parties.ts';
import { lockWhole } from '../ledger/lock-whole.ts';
import { saveParty } from '../ledger/save-party.ts';
import type { PartyChanged } from '../rules/party.ts';
import { loadCompany } from '../queries/load-company.ts';
import type { ContactPointRecord, PartyRecord } from '../rules/party.ts';
import { readContactPoint, type ContactPointInput } from '../rules/read-contact-point.ts';
import { pointRepeated, withPrimary } from '../rules/read-party.ts';

export interface AddPartyContactPointInput extends ContactPointInput {
  readonly partyId: Id;
}

export type PartyContactPointAdded = PartyChanged & { readonly partyContactPointId: Id };

/** The party can be reached there. The first of a channel is the one to use. */
export const addPartyContactPoint = defineOperation({
  name: 'addPartyContactPoint',
  permission: 'parties.edit',
  async run(op, input: AddPartyContactPointInput): Promise<PartyContactPointAdded> {
    const party = await lockParty(op, input.partyId, 'addPartyContactPoint');
    const { country } = await loadCompany(op);
    const faults: Fault[] = [];
    const point = { id: op.newId(), ...readContactPoint(input, country, [], faults) };
    if (repeats(party, point)) faults.push(pointRepeated(point, ['value']));
    refuseIfAny(faults);
    const saved = await savePoints(op, party, [...party.contactPoints, point], point, {
      contactPointAdded: point,
    });
    return { ...saved, partyContactPointId: point.id };
  },
});

export interface EditPartyContactPointInput {
  readonly partyContactPointId: Id;
  readonly value?: string | null;
  /** True: the one to use of its channel, in place of the one that was. */
  readonly isPrimary?: boolean | null;
}

/** The party is reached otherwise than was written, or rather there than elsewhere. */
export const editPartyContactPoint = defineOperation({
  name: 'editPartyContactPoint',
  permission: 'parties.edit',
  async run(op, input: EditPartyContactPointInput): Promise<PartyChanged> {
    const [party, before] = await lockPoint(op, input.partyContactPointId, 'editPartyContactPoint');
    const { country } = await loadCompany(op);
    const faults: Fault[] = [];
    const { channel } = before;
    const value = input.value ?? before.value;
    const isPrimary = input.isPrimary ?? before.isPrimary;
    const read = readContactPoint({ channel, value, isPrimary }, country, [], faults);
    const after = { id: before.id, ...read };
    if (repeats(party, after)) faults.push(pointRepeated(after, ['value']));
    refuseIfAny(faults);
    const points = party.contactPoints.map((one) => (one === before ? after : one));
    return savePoints(op, party, points, after, { contactPoint: { from: before, to: after } });
  },
});

/** The party is reached there no more. */
export const removePartyContactPoint = defineOperation({
  name: 'removePartyContactPoint',
  permission: 'parties.edit',
  async run(op, input: { partyContactPointId: Id }): Promise<PartyChanged> {
    const id = input.partyContactPointId;
    const [party, point] = await lockPoint(op, id, 'removePartyContactPoint');
    const points = party.contactPoints.filter((one) => one !== point);
    return savePoints(op, party, points, null, { contactPointRemoved: point });
  },
});

async function lockPoint(
  op: OperationContext,
  id: Id,
  what: string,
): Promise<[PartyRecord, ContactPointRecord]> {
  const party = await lockWhole(op, 'contactPoints', id, what);
  const point = party?.contactPoints.find((one) => one.id === id.toLowerCase());
  if (party && point) return [party, point];
  const message = 'Nobody is reached by this';
  throw new DomainError([fault('CONTACT_POINT_NOT_FOUND', message, ['partyContactPointId'])]);
}

const repeats = ({ contactPoints }: PartyRecord, point: ContactPointRecord): boolean =>
  contactPoints.some(
    ({ id, channel, valueKey }) =>
      id !== point.id && channel === point.channel && valueKey === point.valueKey,
  );

const savePoints = (
  op: OperationContext,
  party: PartyRecord,
  points: readonly ContactPointRecord[],
  changed: ContactPointRecord | null,
  change: Readonly<Record<string, unknown>>,
): Promise<PartyChanged> => {
  const after = { ...party, contactPoints: withPrimary(points, changed) };
  return saveParty(op, party, after, partiesEvents.partyEdited, change);
};
