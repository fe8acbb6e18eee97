import './queries.ts';
import './credit-exposure.ts';
import './mutations.ts';
