import type { ConstraintFaults } from '../../../platform/database/constraint-faults.ts';
import { fault, type Path } from '../errors.ts';

const idTaken = (path: Path) => (key: string) =>
  fault('ID_TAKEN', `Something else has the id ${key}`, path);

const anotherLives = () =>
  fault('QUOTE_HAS_LIVE_REVISION', 'Another revision of it is live', ['quoteId']);

/** What a race lost, or an id used before, is called. */
export const quoteClashes: ConstraintFaults = {
  quote_pkey: idTaken(['id']),
  quote_line_pkey: idTaken(['lines']),
  quote_revision_no_unique: anotherLives,
  quote_revision_one_live: anotherLives,
};
