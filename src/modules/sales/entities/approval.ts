import { defineEntity, p } from '@mikro-orm/core';
import { amount, instant, keeps } from '../../../platform/database/columns.ts';
import { Person, Role } from '../../../platform/identity/index.ts';
import {
  approvalMeasures,
  approvalRequestStates,
  approvalStepStates,
} from '../rules/approval-kinds.ts';
import { QuoteRevision } from './quote.ts';

/** When a department has to agree to an offer. */
export const ApprovalPolicySchema = defineEntity({
  name: 'ApprovalPolicy',
  tableName: 'approval_policy',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('approval_policy_code_unique'),
    name: p.text(),
    measure: p.enum(approvalMeasures),
    threshold: amount().default('0'),
    /** The department: who has this role decides. */
    role: () => p.manyToOne(Role),
    roleCode: p.text().formula((c) => `(select code from role where role.id = ${c.role})`),
    step: p.integer().default(1),
    hours: p.integer().nullable(),
    unknownCostFails: p.boolean().default(false),
    active: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

/** The question to all departments concerned, about one content of one revision. */
export const ApprovalRequestSchema = defineEntity({
  name: 'ApprovalRequest',
  tableName: 'approval_request',
  indexes: [
    { name: 'approval_request_quote_revision_id_index', properties: ['quoteRevision', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    quoteRevision: () => p.manyToOne(QuoteRevision),
    contentHash: p.text(),
    state: p.enum(approvalRequestStates),
    requestedAt: instant(),
    requestedBy: p.uuid().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.uuid().nullable(),
    note: p.text().nullable(),
    version: p.integer().default(1),
    steps: () => p.oneToMany(ApprovalStep).mappedBy('approvalRequest').orderBy({ step: 'asc' }),
  },
});

/** What one department is asked for one cause. */
export const ApprovalStepSchema = defineEntity({
  name: 'ApprovalStep',
  tableName: 'approval_step',
  uniques: [{ name: 'approval_step_once', properties: ['approvalRequest', 'approvalPolicy'] }],
  properties: {
    id: p.uuid().primary(),
    approvalRequest: () => p.manyToOne(ApprovalRequest),
    approvalPolicy: () => p.manyToOne(ApprovalPolicy),
    role: () => p.manyToOne(Role),
    step: p.integer(),
    measure: p.enum(approvalMeasures),
    threshold: amount(),
    value: amount().nullable(),
    /** What a MARGIN was measured to be. */
    marginPercent: amount().nullable(),
    lineNos: p.array<number>().columnType('int[]').default([]),
    state: p.enum(approvalStepStates),
    hours: p.integer().nullable(),
    openedAt: instant().nullable(),
    dueAt: instant().nullable(),
    overdueAnnouncedAt: instant().nullable(),
    decidedAt: instant().nullable(),
    decidedBy: () => p.manyToOne(Person).nullable().deleteRule(keeps),
    decidedFor: () => p.manyToOne(Person).nullable().deleteRule(keeps),
    /** As ids, for who may know names but not read people. */
    decidedById: p
      .uuid()
      .nullable()
      .formula((c) => `${c.decidedBy}`),
    decidedForId: p
      .uuid()
      .nullable()
      .formula((c) => `${c.decidedFor}`),
    roleCode: p.text().formula((c) => `(select code from role where role.id = ${c.role})`),
    note: p.text().nullable(),
    /** Its turn has come, and nobody has decided. */
    isOpen: p.boolean().formula((c) => `(${c.state} = 'WAITING' and ${c.openedAt} is not null)`),
    /** Who wrote the revision, and who asked: none of them decides. */
    behindIds: p
      .array()
      .columnType('uuid[]')
      .formula(
        (c) => `(select array_append(r.author_ids, a.requested_by) from approval_request a
                 join quote_revision r on r.id = a.quote_revision_id
                 where a.id = ${c.approvalRequest})`,
      ),
    isOverdue: p
      .boolean()
      .formula((c) => `coalesce(${c.state} = 'WAITING' and ${c.dueAt} < now(), false)`),
  },
});

/** Who decides in somebody's place while that one is away; the last day included. */
export const ApprovalDelegationSchema = defineEntity({
  name: 'ApprovalDelegation',
  tableName: 'approval_delegation',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person),
    delegate: () => p.manyToOne(Person).index('approval_delegation_delegate_id_index'),
    personId: p.uuid().formula((c) => `${c.person}`),
    delegateId: p.uuid().formula((c) => `${c.delegate}`),
    fromOn: p.date(),
    throughOn: p.date(),
    endedAt: instant().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
  },
});

export class ApprovalPolicy extends ApprovalPolicySchema.class {}
ApprovalPolicySchema.setClass(ApprovalPolicy);

export class ApprovalRequest extends ApprovalRequestSchema.class {}
ApprovalRequestSchema.setClass(ApprovalRequest);

export class ApprovalStep extends ApprovalStepSchema.class {}
ApprovalStepSchema.setClass(ApprovalStep);

export class ApprovalDelegation extends ApprovalDelegationSchema.class {}
ApprovalDelegationSchema.setClass(ApprovalDelegation);
