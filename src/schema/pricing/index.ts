import './queries.ts';
import './price-quote.ts';
import './price-list-mutations.ts';
import './tax-mutations.ts';
import './discount-mutations.ts';
