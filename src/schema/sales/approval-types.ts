import { whyNotStep, type StepStanding } from '../../modules/sales/index.ts';
import { actor } from '../actor.ts';
import { availableActionsOf } from '../document-actions.ts';
import { RoleType } from '../identity/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ApprovalMeasure, ApprovalRequestState, ApprovalStepState } from './quote-enums.ts';
import { QuoteRevisionType } from './quote-types.ts';

export const ApprovalPolicyType: ReadType = readType('ApprovalPolicy', {
  description: 'When a department has to agree to an offer before it is sent or ordered.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'What it is known by.'),
    name: property('name', 'What it is called.'),
    measure: choice('measure', ApprovalMeasure, 'What it looks at.'),
    threshold: property('threshold', 'Beyond this somebody is asked; of MARGIN: below this.'),
    role: relation('role', () => RoleType, 'The department: who has this role decides.'),
    roleCode: property('roleCode', 'The code of that role.'),
    step: property('step', 'Departments of one step decide together, those of the next after.'),
    hours: property('hours', 'How long they have; null: as long as they like.'),
    unknownCostFails: property('unknownCostFails', 'Of MARGIN: also where a cost is not known.'),
    active: property('active', 'False: retired.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'code', 'measure', 'role', 'roleCode', 'step', 'active'],
  order: ['code', 'step'],
});

export const ApprovalRequestType: ReadType = readType('ApprovalRequest', {
  description: 'The question to all departments concerned, about just one content of a revision.',
  fields: {
    id: property('id', 'Its id.'),
    quoteRevision: relation('quoteRevision', () => QuoteRevisionType, 'The revision.'),
    contentHash: property('contentHash', 'Of what was asked about.'),
    state: choice('state', ApprovalRequestState, 'What came of it.'),
    requestedAt: property('requestedAt', 'When it was asked.'),
    requestedBy: actor('requestedBy', 'Who asked.'),
    endedAt: property('endedAt', 'When it was answered, or fell away.'),
    endedBy: actor('endedBy', 'By whom.'),
    note: property('note', 'Why it was refused, or fell away.'),
    version: property('version', 'Rises with its end.'),
    steps: relation('steps', () => ApprovalStepType, 'Whom it was put to, and what they said.'),
  },
  filter: ['id', 'quoteRevision', 'state', 'requestedAt', 'requestedBy', 'endedAt', 'steps'],
  order: ['id', 'requestedAt'],
});

export const ApprovalStepType: ReadType = readType('ApprovalStep', {
  description: 'What one department is asked for one cause, and what it said.',
  fields: {
    id: property('id', 'Its id.'),
    approvalRequest: relation('approvalRequest', () => ApprovalRequestType, 'The question.'),
    approvalPolicy: relation('approvalPolicy', () => ApprovalPolicyType, 'By which policy.'),
    role: relation('role', () => RoleType, 'The department.'),
    roleCode: property('roleCode', 'The code of its role.'),
    step: property('step', 'Its turn: those of a lower number come first.'),
    measure: choice('measure', ApprovalMeasure, 'What was measured.'),
    threshold: property('threshold', 'What it was held against.'),
    value: property('value', 'What it came to; null for MARGIN, and where there is no figure.'),
    marginPercent: property('marginPercent', 'What a margin came to, for who may see costs.'),
    lineNos: property('lineNos', 'The lines that alone are the cause; none: the whole is.'),
    state: choice('state', ApprovalStepState, 'What came of it.'),
    isOpen: property('isOpen', 'Its turn has come, and nobody has decided.'),
    openedAt: property('openedAt', 'When its turn came.'),
    dueAt: property('dueAt', 'When it is late; null: never.'),
    isOverdue: property('isOverdue', 'It is late.'),
    decidedAt: property('decidedAt', 'When it was decided.'),
    decidedBy: actor('decidedById', 'Who decided.'),
    decidedFor: actor('decidedForId', 'In whose place, where in another’s.'),
    note: property('note', 'What they said.'),
    availableActions: availableActionsOf(['approveQuote', 'rejectQuoteApproval'], {
      needs: ['state', 'isOpen', 'behindIds'],
      why: (_act, row, { viewer }) =>
        whyNotStep(row as unknown as StepStanding, viewer?.personId ?? null),
    }),
  },
  filter: [
    'id',
    'approvalRequest',
    'approvalPolicy',
    'role',
    'roleCode',
    'step',
    'measure',
    'value',
    'marginPercent',
    'state',
    'isOpen',
    'isOverdue',
    'openedAt',
    'dueAt',
    'decidedAt',
    'decidedById',
  ],
  order: ['id', 'step'],
});

export const ApprovalDelegationType: ReadType = readType('ApprovalDelegation', {
  description: 'Somebody decides in another’s place while that one is away.',
  fields: {
    id: property('id', 'Its id.'),
    person: actor('personId', 'Who is away.'),
    delegate: actor('delegateId', 'Who decides.'),
    fromOn: property('fromOn', 'From this day.'),
    throughOn: property('throughOn', 'Through this day.'),
    endedAt: property('endedAt', 'When it was ended before.'),
    createdAt: property('createdAt', 'When it was named.'),
    createdBy: actor('createdBy', 'Who named it.'),
  },
  filter: ['id', 'personId', 'delegateId', 'fromOn', 'throughOn', 'endedAt'],
  order: ['id', 'fromOn'],
});
