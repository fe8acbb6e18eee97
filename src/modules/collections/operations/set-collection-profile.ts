import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { openCustomer } from '../ledger/open-customer.ts';
import type { CollectionRisk } from '../rules/kinds.ts';
import { changesBetween } from '../rules/read-input.ts';

export interface SetCollectionProfileInput {
  readonly partyId: Id;
  /** What is not said stays. */
  readonly dunningProcedureId?: Id | null;
  /** True: as all others are. */
  readonly withoutProcedure?: boolean | null;
  /** Why only lawyers write to the customer. */
  readonly legalHold?: string | null;
  readonly withoutLegalHold?: boolean | null;
  readonly risk?: CollectionRisk | null;
}

export interface CollectionProfileChanged {
  readonly collectionProfileId: Id;
}

interface Profile {
  readonly id: Id;
  readonly dunningProcedureId: Id | null;
  readonly legalHold: string | null;
  readonly risk: CollectionRisk;
}

const find = statement(
  'collection_profile_find',
  `select id, dunning_procedure_id as "dunningProcedureId", legal_hold as "legalHold", risk
   from collection_profile where party_id = $1`,
);
const save = statement(
  'collection_profile_save',
  `insert into collection_profile (id, party_id, dunning_procedure_id, legal_hold, risk)
   values ($1, $2, $3, $4, $5)
   on conflict (id) do update set dunning_procedure_id = excluded.dunning_procedure_id,
     legal_hold = excluded.legal_hold, risk = excluded.risk,
     version = collection_profile.version + 1`,
);
const knownProcedure = statement(
  'dunning_procedure_known',
  'select id from dunning_procedure where id = $1 and is_active',
);

/** How one customer is collected from: by which procedure, or by lawyers alone. */
export const setCollectionProfile = defineOperation({
  name: 'setCollectionProfile',
  permission: 'collections.work',
  async run(op, input: SetCollectionProfileInput): Promise<CollectionProfileChanged> {
    const what = 'Saying how a customer is collected from';
    const customer = await openCustomer(op, input.partyId, {
      permission: 'collections.work',
      what,
    });
    const [found] = await op.query<Profile>(find, [customer.id]);
    const before: Profile = found ?? {
      id: op.newId(),
      dunningProcedureId: null,
      legalHold: null,
      risk: 'MEDIUM',
    };
    const faults: Fault[] = [];
    const [procedureId] = askable([input.dunningProcedureId]);
    if (input.dunningProcedureId != null) {
      const known = procedureId ? await op.query(knownProcedure, [procedureId]) : [];
      if (known.length === 0) {
        const message = 'There is no such procedure in use';
        faults.push(fault('PROCEDURE_NOT_FOUND', message, ['dunningProcedureId']));
      }
    }
    const hold =
      input.legalHold == null
        ? before.legalHold
        : readReason(input.legalHold, ['legalHold'], faults);
    refuseIfAny(faults);
    const after: Profile = {
      id: before.id,
      dunningProcedureId: input.withoutProcedure
        ? null
        : (procedureId ?? before.dunningProcedureId),
      legalHold: input.withoutLegalHold ? null : hold,
      risk: input.risk ?? before.risk,
    };
    const { id, dunningProcedureId, legalHold, risk } = after;
    await op.query(save, [id, customer.id, dunningProcedureId, legalHold, risk]);
    const data = { collectionProfile: after, change: changesBetween(before, after) };
    const subject = { type: 'collectionProfile', id };
    op.emit(customerEvent(collectionsEvents.profileSet, customer, subject, data));
    return { collectionProfileId: id };
  },
});
