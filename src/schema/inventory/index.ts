import './queries.ts';
import './mutations.ts';
import './stock-card.ts';
