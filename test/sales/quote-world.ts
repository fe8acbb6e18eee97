import type { Id } from '../../src/kernel/id.ts';
import {
  approveQuote,
  draftQuote,
  editQuote,
  requestQuoteApproval,
  setApprovalPolicies,
  type ApprovalPolicyInput,
  type DraftQuoteInput,
  type EditQuoteInput,
  type QuoteChanged,
  type QuoteLineInput,
  salesPermissions,
} from '../../src/modules/sales/index.ts';
import { createDefineRole } from '../../src/platform/identity/operations/define-role.ts';
import { grantRole } from '../../src/platform/identity/operations/grant-role.ts';
import { revokeRole } from '../../src/platform/identity/operations/revoke-role.ts';
import { collectPermissions } from '../../src/platform/identity/permissions.ts';
import type { Reach, Viewer } from '../../src/platform/identity/viewer.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, openWorld, type World } from '../inventory/world.ts';
import { enterPerson, floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { addBasePrices } from '../pricing/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';

export type Somebody = Caller & { readonly viewer: Viewer };

/**
 * The sales floor with goods and prices (see `openWorld`, `openSalesFloor`, `addBasePrices`); costs
 * of VALVE 60000 and HOSE 30000; and who agrees to offers: Farid and Ziba of FINANCE, Omid of
 * BOARD.
 */
export interface QuoteWorld extends World, SalesFloor {
  readonly roles: ReadonlyMap<string, Id>;
  readonly deciders: ReadonlyMap<string, Id>;
}

const defineRole = createDefineRole(collectPermissions(salesPermissions));

const departments = { farid: 'FINANCE', ziba: 'FINANCE', omid: 'BOARD' } as const;

export type Decider = keyof typeof departments;

export async function openQuoteWorld(options: { poolSize?: number } = {}): Promise<QuoteWorld> {
  const w = await openSalesFloor(await openWorld(options));
  await addBasePrices(w);
  await w.sql(`update product set standard_cost = 60000 where sku = 'VALVE'`);
  await w.sql(`update product set standard_cost = 30000 where sku = 'HOSE'`);
  const roles = new Map<string, Id>();
  for (const code of ['FINANCE', 'BOARD']) {
    const permissions = [{ permission: 'sales.approve', reach: 'ALL' as const }];
    const role = { code, nameEn: code, nameFa: code, permissions };
    roles.set(code, (await w.perform(defineRole, role, asSystem)).roleId);
  }
  const deciders = new Map<string, Id>();
  for (const [name, role] of Object.entries(departments)) {
    deciders.set(name, await enterPerson(w, name));
    await giveRole({ ...w, roles, deciders }, name, role);
  }
  return { ...w, roles, deciders };
}

/** `name` works in the department as well, whoever it is. */
export const giveRole = (w: QuoteWorld, name: string, role: string): Promise<unknown> =>
  w.perform(grantRole, { personId: personIdOf(w, name), role }, asSystem);

export const takeRole = (w: QuoteWorld, name: string, role: string): Promise<unknown> =>
  w.perform(revokeRole, { personId: personIdOf(w, name), role }, asSystem);

export const personIdOf = (w: QuoteWorld, name: string): Id =>
  w.deciders.get(name) ?? floorIdOf(w, name);

export const decider = (
  w: QuoteWorld,
  name: string,
  grants: Readonly<Record<string, Reach | readonly Id[]>> = {},
): Somebody =>
  asViewer({ 'sales.approve': 'ALL', 'sales.read': 'OWN', ...grants }, personIdOf(w, name));

/** Nima writes quotes to his own customers. */
export const nima = (w: QuoteWorld): Somebody =>
  w.seller('nima', ['sales.read', 'sales.quote', 'sales.order', 'parties.read', 'crm.work']);

/** `VALVE 10`, `VALVE 2 CT`, `HOSE 5 -20%`, `VALVE 1 @90000`, `HOSE 5 ?`: the last is optional. */
export function linesOf(w: World, texts: readonly string[]): QuoteLineInput[] {
  return texts.map((text) => {
    const [sku = '', quantity = '1', ...rest] = text.split(' ');
    const off = rest.find((part) => part.endsWith('%'));
    const at = rest.find((part) => part.startsWith('@'));
    const unit = rest.find((part) => /^[A-Z]+$/.test(part));
    const price = {
      ...(off && { discountPercents: [off.slice(1, -1)] }),
      ...(at && { unitPrice: at.slice(1) }),
      reason: 'As agreed',
    };
    return {
      productId: idOf(w, sku),
      quantity,
      ...(unit && { unit }),
      ...(rest.includes('?') && { isOptional: true }),
      ...((off || at) && { price }),
    };
  });
}

export const draft = (
  w: QuoteWorld,
  lines: readonly string[] = ['VALVE 10'],
  over: Partial<DraftQuoteInput> = {},
  by: Caller = nima(w),
): Promise<QuoteChanged> =>
  w.perform(
    draftQuote,
    { customerId: floorIdOf(w, 'Behsaz'), lines: linesOf(w, lines), ...over },
    by,
  );

export const versionOf = async (w: World, quoteId: Id): Promise<number> =>
  (await w.sql<{ version: number }>('select version from quote where id = $1', [quoteId]))[0]
    ?.version ?? 0;

/** Says something else, at whatever version it now is. */
export const edit = async (
  w: QuoteWorld,
  { quoteId }: QuoteChanged,
  over: Partial<EditQuoteInput> & { readonly to?: readonly string[] },
  by: Caller = nima(w),
): Promise<QuoteChanged> => {
  const { to, ...rest } = over;
  const expectedVersion = await versionOf(w, quoteId);
  const lines = to ? { lines: linesOf(w, to) } : {};
  return w.perform(editQuote, { quoteId, expectedVersion, ...lines, ...rest }, by);
};

export type PolicyOver = Partial<Omit<ApprovalPolicyInput, 'roleId'>> & { readonly role?: string };

/** More than 10 percent off a line: FINANCE; a margin below 20 percent: BOARD, after that. */
export const setPolicies = (
  w: QuoteWorld,
  policies: readonly PolicyOver[] = [discountPolicy, marginPolicy],
): Promise<unknown> =>
  w.perform(
    setApprovalPolicies,
    {
      policies: policies.map(({ role = 'FINANCE', ...policy }) => ({
        code: 'P',
        name: policy.code ?? 'P',
        measure: 'LINE_DISCOUNT' as const,
        roleId: w.roles.get(role) as Id,
        ...policy,
      })),
    },
    asSystem,
  );

export const discountPolicy: PolicyOver = {
  code: 'DISCOUNT',
  measure: 'LINE_DISCOUNT',
  threshold: '10',
  hours: 24,
};

export const marginPolicy: PolicyOver = {
  code: 'MARGIN',
  measure: 'MARGIN',
  threshold: '20',
  step: 2,
  role: 'BOARD',
};

export const request = (w: QuoteWorld, { quoteId }: QuoteChanged): Promise<unknown> =>
  w.perform(requestQuoteApproval, { quoteId }, nima(w));

/** The step of a policy in the newest request about the quote. */
export async function stepId(w: World, { quoteId }: QuoteChanged, policy: string): Promise<Id> {
  const [step] = await w.sql<{ id: Id }>(
    `select s.id from approval_step s
     join approval_policy p on p.id = s.approval_policy_id and p.code = $2
     join approval_request a on a.id = s.approval_request_id
     join quote_revision r on r.id = a.quote_revision_id and r.quote_id = $1
     order by a.id desc limit 1`,
    [quoteId, policy],
  );
  if (!step) throw new Error(`nobody was asked for ${policy}`);
  return step.id;
}

export const approve = async (
  w: QuoteWorld,
  quote: QuoteChanged,
  policy: string,
  by: Caller,
): Promise<unknown> =>
  w.perform(approveQuote, { approvalStepId: await stepId(w, quote, policy) }, by);

/**
 * `1 SUPERSEDED`, `2 DRAFT 1000000: VALVE 10 x 100000 = 1000000`: each revision with its net sum
 * and its lines; `?` behind what is optional.
 */
export async function quoteState(w: World, { quoteId }: QuoteChanged): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select r.revision_no || ' ' || r.state || ' ' || trim_scale(r.net) || ': ' ||
       (select string_agg(p.sku || ' ' || trim_scale(l.quantity_in_unit) ||
          case when l.unit_code = p.base_unit_code then '' else ' ' || l.unit_code end || ' x ' ||
          trim_scale(l.unit_price) || ' = ' || trim_scale(l.net) ||
          case when l.is_optional then ' ?' else '' end, ', ' order by l.line_no)
        from quote_line l join product p on p.id = l.product_id
        where l.quote_revision_id = r.id) as line
     from quote_revision r where r.quote_id = $1 order by r.revision_no`,
    [quoteId],
  );
  return rows.map(({ line }) => line);
}

/** `PENDING`, `1 DISCOUNT FINANCE 15 against 10 WAITING open`: every question about a quote. */
export async function approvalState(w: World, { quoteId }: QuoteChanged): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select a.id, 0 as step, a.state as line
     from approval_request a join quote_revision r on r.id = a.quote_revision_id
     where r.quote_id = $1
     union all
     select a.id, s.step, concat_ws(' ', s.step, p.code, ro.code,
       trim_scale(coalesce(s.value, s.margin_percent)), 'against', trim_scale(s.threshold),
       nullif('line ' || array_to_string(s.line_nos, ','), 'line '), s.state,
       case when s.state = 'WAITING' and s.opened_at is not null then 'open' end)
     from approval_step s
     join approval_policy p on p.id = s.approval_policy_id
     join role ro on ro.id = s.role_id
     join approval_request a on a.id = s.approval_request_id
     join quote_revision r on r.id = a.quote_revision_id
     where r.quote_id = $1
     order by 1, 2, 3`,
    [quoteId],
  );
  return rows.map(({ line }) => line);
}

/** The types of the events of this world, in order, without what it was set up by. */
export const eventTypes = async (w: World): Promise<string[]> =>
  (
    await w.sql<{ type: string }>(
      `select type from outbox where type like 'quote.%' or type like 'approval%' order by seq`,
    )
  ).map(({ type }) => type);

/** What the newest event says that changed. */
export const lastChange = async (w: World): Promise<unknown> =>
  (
    await w.sql<{ change: unknown }>(
      `select data->'change' as change from outbox order by seq desc limit 1`,
    )
  )[0]?.change;

export const forgetQuotes = async (w: World): Promise<void> => {
  await w.forget('sales_order', 'quote', 'approval_request', 'approval_policy');
  await w.forget('approval_delegation', 'credit_account', 'credit_entry', 'opportunity');
  await w.forget('stock_reservation', 'stock_reservation_entry', 'stock_level', 'stock_move');
  await w.forget('stock_balance', 'stock_voucher', 'number_series');
  await w.sql(
    `delete from outbox where type ~ '^(quote|approval|salesOrder|stock|goods|opportunity)'`,
  );
};
