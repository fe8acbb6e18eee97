import './quotes.ts';
import './orders.ts';
import './deliveries.ts';
import './invoices.ts';
