import './queries.ts';
import './place-mutations.ts';
import './voucher-mutations.ts';
import './transfer-mutations.ts';
import './record-scan.ts';
import './stock-card.ts';
import './lot-trace.ts';
import './user-errors.ts';
