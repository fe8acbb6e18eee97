import { sumDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, daysBetween } from '../../../kernel/local-date.ts';
import { askable, readNote, readOwnId } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents } from '../events.ts';
import { loadClaims } from '../ledger/find-commitments.ts';
import { openCustomer, openDocument } from '../ledger/open-customer.ts';
import {
  countPlacements,
  loadAgreement,
  markPlaced,
  placementById,
  tellPlacement,
  writeItems,
  type AgreementRow,
  type PlacedItem,
  type PlacementRow,
} from '../ledger/write-placements.ts';
import { chooseBand } from '../rules/contingency-fee.ts';
import { agreementFaults, placementFaults } from '../rules/placement-faults.ts';
import { refuseMissing } from '../rules/read-input.ts';
import { placementMachine } from '../rules/states.ts';
import { writeRow } from './set-up.ts';

export interface ProposePlacementInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  readonly agencyAgreementId: Id;
  readonly commitmentIds: readonly Id[];
  readonly note?: string | null;
}

export interface PlacementChanged {
  readonly placementId: Id;
}

const permission = 'collections.place';

const insert = statement(
  'placement_insert',
  `insert into placement (id, agency_agreement_id, party_id, currency, placement_no, state, note,
                          created_at, created_by, operation_id)
   values ($1, $2, $3, $4, $5, 'PROPOSED', $6, $7, $8, $9)`,
);

/**
 * Claims of a customer are to be given to an agency. Refused with everything that keeps any of them
 * from it: disputed, promised, in a plan, with an agency, out of scope, too old to be enforced.
 */
export const proposePlacement = defineOperation({
  name: 'proposePlacement',
  permission,
  async run(op, input: ProposePlacementInput): Promise<PlacementChanged> {
    const wanted = { permission, what: 'Giving claims to an agency' };
    const customer = await openCustomer(op, input.partyId, wanted);
    const [agreementId] = askable([input.agencyAgreementId]);
    const agreement = agreementId ? await loadAgreement(op, agreementId) : null;
    const path = ['agencyAgreementId'];
    if (!agreement) return refuseMissing('AGREEMENT_NOT_FOUND', 'agreement', path);
    const faults: Fault[] = agreementFaults(agreement, op.today, path);
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const note = readNote(input.note, ['note'], faults);
    const ids = askable(input.commitmentIds);
    if (input.commitmentIds.length === 0) {
      faults.push(fault('COMMITMENTS_MISSING', 'Name what is given away', ['commitmentIds']));
    }
    const { items, placementNo } = await readItems(op, agreement, {
      ...{ partyId: customer.id, ids: input.commitmentIds, faults },
      path: (index) => ['commitmentIds', String(index)],
    });
    const { currency } = agreement;
    const values = [id, agreement.id, customer.id, currency, placementNo, note];
    await writeRow(op, insert, [...values, op.now, op.actorId, op.operationId], faults);
    await writeItems(op, id, items);
    const placement = {
      ...{ id, state: 'PROPOSED', agreement: agreement.code, agency: agreement.agencyName },
      ...{ currency, placementNo, commitmentIds: ids },
    };
    tellPlacement(op, customer, {
      type: collectionsEvents.placementProposed,
      placement,
      from: null,
    });
    return { placementId: id };
  },
});

interface Asked {
  readonly partyId: Id;
  readonly ids: readonly Id[];
  readonly faults: Fault[];
  readonly path: (index: number) => readonly string[];
}

/** The claims as they are now, each with its rate; every fault of each is told. */
async function readItems(
  op: OperationContext,
  agreement: AgreementRow,
  { partyId, ids, faults, path }: Asked,
): Promise<{ readonly items: PlacedItem[]; readonly placementNo: number }> {
  const found = await loadClaims(op, ids);
  const known = [...found.keys()];
  const placementNo = Math.min((known.length > 0 ? await countPlacements(op, known) : 0) + 1, 9);
  const given = new Set(known);
  const items = new Map<Id, PlacedItem>();
  ids.forEach((id, index) => {
    const claim = found.get(id.toLowerCase());
    if (!claim || claim.partyId !== partyId) {
      const message = 'The customer has no such commitment';
      faults.push(fault('COMMITMENT_NOT_FOUND', message, path(index)));
      return;
    }
    const at = { placementNo, on: op.today, path: path(index), ids: given };
    faults.push(...placementFaults(claim, agreement, at));
    const { open: amount, dueOn } = claim;
    const days = dueOn === null ? 0 : daysBetween(dueOn, op.today);
    const band = chooseBand(agreement.bands, { placementNo, days, amount });
    if (band === null || dueOn === null) return;
    items.set(claim.id, { commitmentId: claim.id, dueOn, amount, days, percent: band.percent });
  });
  return { items: [...items.values()], placementNo };
}

const source = {
  load: placementById,
  missing: 'PLACEMENT_NOT_FOUND',
  name: 'placement',
  path: ['placementId'],
} as const;

export interface PlaceWithAgencyInput {
  readonly placementId: Id;
}

/**
 * The agency gets the claims, as they are today: what is open of each and its rate are frozen. We
 * remind the customer of them no more, until the agency gives them back.
 */
export const placeWithAgency = defineOperation({
  name: 'placeWithAgency',
  permission,
  async run(op, input: PlaceWithAgencyInput): Promise<PlacementChanged> {
    const wanted = { permission, what: 'Giving claims to an agency' };
    const opened = await openDocument<PlacementRow>(op, source, input.placementId, wanted);
    const { document, customer } = opened;
    requireTransition(placementMachine, document.state, 'placeWithAgency');
    const agreement = await loadAgreement(op, document.agreementId);
    if (!agreement) throw new Error(`${document.number} has no agreement`);
    const path = ['placementId'];
    const faults = agreementFaults(agreement, op.today, path);
    const { items, placementNo } = await readItems(op, agreement, {
      partyId: customer.id,
      ids: document.items.map(({ commitmentId }) => commitmentId),
      faults,
      path: () => path,
    });
    refuseIfAny(faults);
    const termEndsOn = addDays(op.today, agreement.termDays);
    await writeItems(op, document.id, items);
    await markPlaced(op, document.id, { termEndsOn, placementNo });
    const amount = sumDecimals(items.map((item) => item.amount));
    const placement = {
      ...document,
      ...{ state: 'PLACED', agreement: agreement.code, agency: agreement.agencyName, amount },
      ...{ placedOn: op.today, termEndsOn, placementNo, items },
    };
    const type = collectionsEvents.placementPlaced;
    tellPlacement(op, customer, { type, placement, from: 'PROPOSED' });
    return { placementId: document.id };
  },
});
