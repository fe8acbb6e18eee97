import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { taxedPercentOf } from '../../receivables/index.ts';
import { readDays } from '../rules/read-input.ts';
import {
  readPayment,
  type PaymentInput,
  type PaymentRead,
  type TermsFacts,
  type UsualPayment,
} from '../rules/read-payment.ts';

/** SQL: the columns of `TermsFacts` of the payment terms `t`. */
export const termsFacts = (t: string): string =>
  `${t}.id, ${taxedPercentOf(t)} as "taxedPercent",
   (select max(l.days) from payment_terms_line l where l.payment_terms_id = ${t}.id) as days`;

/** How a customer pays where nothing is said, and the terms in use that may be named. */
export interface PaymentFacts {
  readonly usualPayment: UsualPayment | null;
  readonly paymentTerms: readonly TermsFacts[];
}

/** SQL: the columns of `PaymentFacts`, of a customer and of terms that are named. */
export const paymentFacts = (partyId: string, termsId: string): string => `
  (select json_build_object('days', a.payment_days, 'paymentTermsId', a.payment_terms_id)
   from credit_account a where a.party_id = ${partyId}) as "usualPayment",
  (select coalesce(json_agg(x), '[]') from (
     select ${termsFacts('t')} from payment_terms t
     where t.is_active and (t.id = ${termsId} or t.id = (
       select a.payment_terms_id from credit_account a where a.party_id = ${partyId}))) x)
    as "paymentTerms"`;

const load = statement(
  'payment_facts',
  `select ${paymentFacts('c.id', '$2')}
   from (select coalesce(
           (select r.party_id from party_redirect r where r.id = $1), $1::uuid) as id) c`,
);

/** How a document for somebody would be paid, by what is said of it. One statement. */
export async function findPayment(
  db: Queryable,
  customerId: Id | null,
  { paymentDays, paymentTermsId }: PaymentInput,
): Promise<PaymentRead> {
  const named = [customerId, paymentTermsId].map((id) => askable([id])[0] ?? null);
  const [facts] = await db.query<PaymentFacts>(load, named);
  const faults: Fault[] = [];
  const said = {
    paymentDays: readDays(paymentDays, ['paymentDays'], faults),
    paymentTermsId: paymentTermsId?.toLowerCase() ?? null,
  };
  const read = readPayment(said, facts?.usualPayment ?? undefined, facts?.paymentTerms ?? []);
  return { ...read, faults: [...faults, ...read.faults] };
}
