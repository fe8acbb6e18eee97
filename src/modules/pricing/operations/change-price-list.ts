import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { tellPeriod } from '../rules/read-input.ts';
import type { PriceListRecord } from '../rules/read-list.ts';

/** What each act on a list answers. */
export interface PriceListChanged {
  readonly priceListId: Id;
  readonly version: number;
}

export const listColumns = `id, code, name, currency, scope, party_id as "partyId",
  segment_id as "segmentId", priority, tax_inclusive as "taxInclusive",
  trim_scale(round_to)::text as "roundTo", converts, discountable, valid_from as "validFrom",
  valid_to as "validTo", active, version`;

const lockStatement = statement(
  'pricing_lock_list',
  `select ${listColumns} from price_list where id = $1 for no key update`,
);

/** The list, locked until the act ends: the second of two sees what the first did. */
export async function lockPriceList(op: OperationContext, id: Id): Promise<PriceListRecord> {
  const [list] = isId(id) ? await op.query<PriceListRecord>(lockStatement, [id]) : [];
  if (list) return list;
  return refuse('PRICE_LIST_NOT_FOUND', 'There is no such price list', ['priceListId']);
}

const settingStatement = statement(
  'pricing_lock_setting',
  'select id from pricing_setting where id = 1 for no key update',
);

/** Who changes what may tie with something else waits for others who do, and sees what they did. */
export const lockPricing = (op: OperationContext): Promise<unknown> => op.query(settingStatement);

const raiseStatement = statement(
  'pricing_raise_list_version',
  'update price_list set version = version + 1 where id = $1 returning version',
);

export async function raiseVersion(op: OperationContext, id: Id): Promise<{ version: number }> {
  const [raised] = await op.query<{ version: number }>(raiseStatement, [id]);
  if (!raised) throw new Error(`price list ${id} was changed under its lock`);
  return raised;
}

export function requireVersion(current: number, expected: number, what: string): void {
  if (current === expected) return;
  const message = `Someone has changed this ${what} meanwhile: it is at version ${current}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version: current })]);
}

const tiesStatement = statement(
  'pricing_tying_lists',
  `select a.id, b.id as "otherId", a.code, b.code as other, a.scope, a.priority, a.currency,
          b.valid_from as "validFrom", b.valid_to as "validTo"
   from price_list a
   join price_list b on b.id <> a.id and b.active and b.currency = a.currency
     and b.scope = a.scope and b.priority = a.priority
     and coalesce(b.party_id, '00000000-0000-0000-0000-000000000000'::uuid)
       = coalesce(a.party_id, '00000000-0000-0000-0000-000000000000'::uuid)
     and daterange(b.valid_from, b.valid_to) && daterange(a.valid_from, a.valid_to)
   where a.active and a.id = any($1)
   order by a.code, b.code`,
);

interface Tie {
  readonly id: Id;
  readonly otherId: Id;
  readonly code: string;
  readonly other: string;
  readonly scope: string;
  readonly priority: number;
  readonly currency: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Two lists that nothing tells apart are refused when saved, not found out by a customer. */
export async function refuseTies(
  op: OperationContext,
  ids: readonly Id[],
  pathOf: (id: Id) => readonly string[],
): Promise<void> {
  const ties = await op.query<Tie>(tiesStatement, [ids]);
  const faults: Fault[] = ties
    .filter(({ id, otherId }) => !ids.includes(otherId) || id < otherId)
    .map((tie) => tieFault(tie, pathOf(tie.id)));
  refuseIfAny(faults);
}

function tieFault(tie: Tie, path: readonly string[]): Fault {
  const { code, other, otherId, scope, priority, currency } = tie;
  const message =
    `${code} and ${other} are both ${scope} lists in ${currency} of priority ${priority}; ` +
    `${other} holds from ${tellPeriod(tie)}`;
  return fault('PRICE_LISTS_TIE', message, path, { other, otherId, priority });
}

const saveStatement = statement(
  'pricing_save_list',
  `update price_list
   set name = $2, priority = $3, tax_inclusive = $4, round_to = $5, converts = $6,
       discountable = $7, valid_from = $8, valid_to = $9, active = $10, version = version + 1
   where id = $1 returning version`,
);

/** Writes what of a locked list may change; answers its version. */
export async function saveList(op: OperationContext, list: PriceListRecord): Promise<number> {
  const [saved] = await op.query<{ version: number }>(saveStatement, [
    list.id,
    list.name,
    list.priority,
    list.taxInclusive,
    list.roundTo,
    list.converts,
    list.discountable,
    list.validFrom,
    list.validTo,
    list.active,
  ]);
  if (!saved) throw new Error(`price list ${list.id} was changed under its lock`);
  return saved.version;
}

/** `{ validTo: { from, to } }`; null when nothing differs. */
export function changeOf<T extends object>(
  before: T,
  after: T,
): Readonly<Record<string, unknown>> | null {
  const fields = (Object.keys(before) as (keyof T & string)[]).filter(
    (field) => before[field] !== after[field],
  );
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map((f) => [f, { from: before[f], to: after[f] }]));
}
