import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Ownership } from '../../parties/index.ts';
import { paymentFacts, type PaymentFacts } from './payment-facts.ts';

/** What a quote is held to when it is written, and what holds where it says nothing. */
export interface QuoteEntryFacts extends PaymentFacts {
  readonly currency: string;
  readonly quoteValidDays: number;
  /** Who writes it, where that is a salesperson. */
  readonly salesperson: { readonly id: Id; readonly teamId: Id } | null;
  readonly warehouseIds: readonly Id[];
  /** Speaks for the customer, or is the customer. */
  readonly isContact: boolean;
  /** The project that is asked for, where there is one. */
  readonly project: (Ownership & { readonly id: Id }) | null;
}

export interface QuoteEntryAsked {
  readonly partyId: Id | null;
  readonly contactId?: Id | null;
  readonly projectId?: Id | null;
  readonly paymentTermsId?: Id | null;
  readonly warehouseIds?: readonly (Id | null | undefined)[];
}

const load = statement(
  'quote_entry_facts',
  `select c.currency, s.quote_valid_days as "quoteValidDays",
     ${paymentFacts('$1', '$6')},
     (select json_build_object('id', p.id, 'teamId', p.team_id) from salesperson p
      where p.id = $2 and p.active) as salesperson,
     (select coalesce(json_agg(w.id), '[]') from warehouse w where w.id = any($3::uuid[]))
       as "warehouseIds",
     $4::uuid = $1 or exists (select from party_contact c
       where c.company_id = $1 and c.person_id = $4) as "isContact",
     (select json_build_object('id', p.id, 'ownerId', p.owner_id, 'teamId', p.team_id)
      from project p where p.id = $5) as project
   from company c cross join sales_setting s`,
);

export async function loadQuoteEntryFacts(
  op: Pick<OperationContext, 'query' | 'actorId'>,
  asked: QuoteEntryAsked,
): Promise<QuoteEntryFacts> {
  const [facts] = await op.query<QuoteEntryFacts>(load, [
    asked.partyId,
    op.actorId,
    askable(asked.warehouseIds ?? []),
    askable([asked.contactId])[0] ?? null,
    askable([asked.projectId])[0] ?? null,
    askable([asked.paymentTermsId])[0] ?? null,
  ]);
  if (!facts) throw new Error('the firm has no row in company');
  return facts;
}
