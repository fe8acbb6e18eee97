import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CollectionChannel, DunningLetterState } from '../rules/kinds.ts';
import type { LetterDraft } from '../rules/write-letters.ts';

const insert = statement(
  'dunning_letters_insert',
  `with letters as (
     insert into dunning_letter (id, dunning_run_id, party_id, dunning_procedure_id, currency,
                                 level_no, channel, state, amount, fee, interest, operation_id)
     select g.id, $2, g."partyId", g."procedureId", g.currency, g."levelNo", g.channel, 'PROPOSED',
            g.amount, g.fee, g.interest, $3
     from jsonb_to_recordset($1::jsonb) as g(id uuid, "partyId" uuid, "procedureId" uuid,
       currency text, "levelNo" int, channel text, amount numeric, fee numeric, interest numeric)
     order by g."partyId", g.currency
     returning id
   )
   insert into dunning_letter_line (id, dunning_letter_id, commitment_id, level_no, due_on, amount,
                                    interest)
   select gen_random_uuid(), g.id, l."commitmentId", l."levelNo", l."dueOn", l.amount, l.interest
   from jsonb_to_recordset($1::jsonb) as g(id uuid, lines jsonb)
   cross join jsonb_to_recordset(g.lines) as l("commitmentId" uuid, "levelNo" int, "dueOn" date,
     amount numeric, interest numeric)
   where g.id in (select id from letters)`,
);

/** Writes down what is proposed to be sent. */
export async function insertLetters(
  op: OperationContext,
  runId: Id,
  letters: readonly { readonly partyId: Id; readonly draft: LetterDraft }[],
): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ partyId, draft }) => ({
    ...{ id: op.newId(), partyId, procedureId: draft.procedure.id, currency: draft.currency },
    ...{ levelNo: draft.level.levelNo, channel: draft.level.channel },
    ...{ amount: draft.amount, fee: draft.fee, interest: draft.interest },
    lines: draft.lines.map(({ claim, levelNo, amount, interest }) => ({
      ...{ commitmentId: claim.id, levelNo, dueOn: claim.dueOn, amount, interest },
    })),
  }));
  await op.query(insert, [JSON.stringify(rows), runId, op.operationId]);
}

export interface ProposedLetter {
  readonly id: Id;
  readonly number: string;
  readonly runId: Id;
  readonly runState: string;
  readonly partyId: Id;
  readonly procedureId: Id;
  readonly currency: string;
  readonly levelNo: number;
  readonly channel: CollectionChannel;
  readonly state: DunningLetterState;
  readonly amount: Decimal;
  readonly delivery: string | null;
  readonly commitmentIds: readonly Id[];
}

const columns = `g.id, g.number, g.dunning_run_id as "runId", r.state as "runState",
  g.party_id as "partyId", g.dunning_procedure_id as "procedureId", g.currency,
  g.level_no as "levelNo", g.channel, g.state, trim_scale(g.amount)::text as amount, g.delivery,
  array(select l.commitment_id from dunning_letter_line l where l.dunning_letter_id = g.id)
    as "commitmentIds"
 from dunning_letter g join dunning_run r on r.id = g.dunning_run_id`;

export const letterById = statement('dunning_letter_by_id', `select ${columns} where g.id = $1`);

const proposed = statement(
  'dunning_letters_proposed',
  `select ${columns}
   where g.dunning_run_id = $1 and g.state = 'PROPOSED' order by g.party_id, g.id`,
);

export const loadProposed = (op: OperationContext, runId: Id): Promise<ProposedLetter[]> =>
  op.query<ProposedLetter>(proposed, [runId]);

/** What is sent of a letter, as it goes out. */
export interface SentLetter {
  readonly id: Id;
  readonly draft: LetterDraft;
  readonly subject: string;
  readonly body: string;
  readonly recipient: string | null;
  readonly feeCommitmentId: Id | null;
  /** By the commitment that it is upon. */
  readonly interestIds: ReadonlyMap<Id, Id>;
}

const send = statement(
  'dunning_letters_send',
  `with sent as (
     update dunning_letter g
     set state = 'SENT', sent_at = $2, sent_on = $3, delivery = 'PENDING', subject = s.subject,
         body = s.body, recipient = s.recipient, amount = s.amount, fee = s.fee,
         interest = s.interest, fee_commitment_id = s."feeCommitmentId", level_no = s."levelNo",
         channel = s.channel, version = g.version + 1
     from jsonb_to_recordset($1::jsonb) as s(id uuid, subject text, body text, recipient text,
       amount numeric, fee numeric, interest numeric, "feeCommitmentId" uuid, "levelNo" int,
       channel text)
     where g.id = s.id
   ), gone as (
     delete from dunning_letter_line l
     using jsonb_to_recordset($1::jsonb) as s(id uuid, lines jsonb)
     where l.dunning_letter_id = s.id
       and l.commitment_id not in (select (x ->> 'commitmentId')::uuid
                                   from jsonb_array_elements(s.lines) x)
   )
   update dunning_letter_line l
   set amount = x.amount, interest = x.interest, level_no = x."levelNo",
       interest_commitment_id = x."interestId"
   from jsonb_to_recordset($1::jsonb) as s(id uuid, lines jsonb)
   cross join jsonb_to_recordset(s.lines) as x("commitmentId" uuid, amount numeric,
     interest numeric, "levelNo" int, "interestId" uuid)
   where l.dunning_letter_id = s.id and l.commitment_id = x."commitmentId"`,
);

const drop = statement(
  'dunning_letters_drop',
  `update dunning_letter set state = $2, reason = $3, version = version + 1
   where id = any($1::uuid[])`,
);

/** Freezes the letters as they go out. */
export async function sendLetters(
  op: OperationContext,
  letters: readonly SentLetter[],
  on: LocalDate,
): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ draft, interestIds, ...letter }) => ({
    ...letter,
    ...{ amount: draft.amount, fee: draft.fee, interest: draft.interest },
    ...{ levelNo: draft.level.levelNo, channel: draft.level.channel },
    lines: draft.lines.map(({ claim, levelNo, amount, interest }) => ({
      ...{ commitmentId: claim.id, levelNo, amount, interest },
      interestId: interestIds.get(claim.id) ?? null,
    })),
  }));
  await op.query(send, [JSON.stringify(rows), op.now, on]);
}

/** They are not sent: taken out, put back, or there is nothing left to ask for. */
export async function setLetterStates(
  op: OperationContext,
  ids: readonly Id[],
  state: Exclude<DunningLetterState, 'SENT'>,
  reason: string | null,
): Promise<void> {
  if (ids.length > 0) await op.query(drop, [ids, state, reason]);
}

const recipients = statement(
  'dunning_recipients',
  `select p.id,
     (select c.value from party_contact_point c where c.party_id = p.id and c.channel = 'EMAIL'
      order by c.is_primary desc, c.id limit 1) as email,
     (select c.value from party_contact_point c
      where c.party_id = p.id and c.channel in ('MOBILE', 'PHONE')
      order by c.is_primary desc, c.id limit 1) as phone,
     (select concat_ws(', ', a.street, a.city, a.postal_code, a.country) from party_address a
      where a.party_id = p.id order by a.is_billing desc, a.id limit 1) as address
   from party p where p.id = any($1::uuid[])`,
);

interface Reach {
  readonly id: Id;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** Where customers are reached by a channel, as far as it is known. */
export async function loadRecipients(
  op: OperationContext,
  partyIds: readonly Id[],
): Promise<(partyId: Id, channel: CollectionChannel) => string | null> {
  const rows = await op.query<Reach>(recipients, [partyIds]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return (partyId, channel) => {
    const reach = found.get(partyId);
    if (channel === 'EMAIL') return reach?.email ?? null;
    if (channel === 'SMS' || channel === 'CALL') return reach?.phone ?? null;
    return reach?.address ?? null;
  };
}
