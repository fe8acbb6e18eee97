import { DomainError, refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { Statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type CrmErrorCode } from '../errors.ts';
import { changesBetween } from '../rules/changes-between.ts';
import type { Columns } from './columns-of.ts';

/** A row that people work on: somebody's, in some version. */
export interface DocumentRow {
  readonly id: Id;
  readonly version: number;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** How the rows of a table are locked, written and told of. */
export interface DocumentKind<Row extends DocumentRow> {
  /** As events and inputs name it: `lead`, `leadId`. */
  readonly name: 'lead' | 'opportunity' | 'activity' | 'project';
  readonly missing: CrmErrorCode;
  readonly columns: Columns<Row>;
  /** By the id `$1`, until the act ends. */
  readonly lock: Statement;
  /** `$1`: the row as JSON of its columns, its version raised already. */
  readonly save: Statement;
  /** What events do not tell: texts for searching. */
  readonly silent: readonly (keyof Row & string)[];
}

/** What an act on a document answers, beside its id. */
export interface Wanted {
  /** The permission that must reach it, and what is wanted, for the refusal. */
  readonly permission?: string;
  readonly what: string;
  /** The version that the editor has seen; left out: whichever it is. */
  readonly expectedVersion?: number | null;
  /** Where the id stands in the input; `[leadId]` if not said. */
  readonly path?: readonly string[];
}

/** The units whose grants reach it. */
export const unitsOf = ({ teamId }: Pick<DocumentRow, 'teamId'>): Id[] =>
  teamId === null ? [] : [teamId];

/**
 * The document, locked until the act ends. Refuses that there is none, Forbidden where the actor's
 * permission (`crm.work` if not said) does not reach it, and STALE with the present version.
 */
export async function lockDocument<Row extends DocumentRow>(
  op: OperationContext,
  kind: DocumentKind<Row>,
  id: Id,
  { permission = 'crm.work', what, expectedVersion, path = [`${kind.name}Id`] }: Wanted,
): Promise<Row> {
  const [row] = isId(id) ? await op.query<Row>(kind.lock, [id]) : [];
  if (!row) return refuse(kind.missing, `There is no such ${kind.name}`, path);
  op.requireReach(permission, { ownerId: row.ownerId, unitIds: unitsOf(row) }, what);
  if (expectedVersion != null && expectedVersion !== row.version) {
    const { version } = row;
    const message = `Someone has changed this ${kind.name} meanwhile: it is at version ${version}`;
    throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
  }
  return row;
}

/** The document as it is after the act: null where nothing of it changes. */
export function changed<Row extends DocumentRow>(before: Row, after: Partial<Row>): Row | null {
  if (!changesBetween(before, after)) return null;
  return { ...before, ...after, version: before.version + 1 };
}

/** Writes the document over the one that was locked. Tell of it by `announce`. */
export const save = <Row extends DocumentRow>(
  op: OperationContext,
  kind: DocumentKind<Row>,
  after: Row,
): Promise<unknown> => op.query(kind.save, [kind.columns.toJson([after])]);

/** Announces the document as it now is, and what of it is other than `before`. */
export function announce<Row extends DocumentRow>(
  op: OperationContext,
  kind: DocumentKind<Row>,
  type: EventType,
  after: Row,
  { before, ...more }: { readonly before?: Row } & Readonly<Record<string, unknown>> = {},
): void {
  const told: object = tell(kind, after);
  const change = before && changesBetween<object>(tell(kind, before), told);
  op.emit({
    type,
    subject: { type: kind.name, id: after.id },
    ownerId: after.ownerId,
    unitIds: unitsOf(after),
    data: { [kind.name]: told, ...(change && { change }), ...more },
  });
}

const tell = <Row extends DocumentRow>(kind: DocumentKind<Row>, row: Row): object =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => !(kind.silent as readonly string[]).includes(name)),
  );
