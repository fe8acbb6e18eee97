import './floor-mutations.ts';
import './party-mutations.ts';
import './queries.ts';
