import './floor-mutations.ts';
import './handover-mutation.ts';
import './party-mutations.ts';
import './party-part-mutations.ts';
import './queries.ts';
