import type { ConstraintFaults } from '../../../platform/database/constraint-faults.ts';
import { fault } from '../errors.ts';

const idTaken = (key: string) => fault('ID_TAKEN', `Something else has the id ${key}`, ['id']);
const codeTaken = (what: string) => (key: string) =>
  fault('CODE_TAKEN', `Another ${what} has the code ${key}`, ['code']);

/** What a race lost, or an id or code used before, is called. */
export const partyClashes: ConstraintFaults = { party_pkey: idTaken };

export const teamClashes: ConstraintFaults = {
  team_pkey: idTaken,
  team_code_unique: codeTaken('team'),
};

export const absenceClashes: ConstraintFaults = { absence_pkey: idTaken };

export const segmentClashes: ConstraintFaults = {
  segment_pkey: idTaken,
  segment_code_unique: codeTaken('segment'),
};
