import { findStepsToDecide } from '../../modules/sales/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { reference } from '../read/reference.ts';
import { listField, oneField } from '../read/root-fields.ts';
import './approval-mutations.ts';
import {
  ApprovalDelegationType,
  ApprovalPolicyType,
  ApprovalRequestType,
  ApprovalStepType,
} from './approval-types.ts';
import './quote-mutations.ts';
import { QuoteLineType, QuoteRevisionType, QuoteType } from './quote-types.ts';

oneField('quote', QuoteType, 'A quote by its id.');
listField('quotes', QuoteType, {
  description: 'Quotes within reach, and those one is asked to agree to; newest first.',
  defaultOrder: 'ID_DESC',
});
oneField('quoteRevision', QuoteRevisionType, 'A revision of a quote by its id.');
listField('quoteRevisions', QuoteRevisionType, {
  description: 'Revisions of the quotes within reach: what is sent, what runs out; newest first.',
  defaultOrder: 'ID_DESC',
});
listField('quoteLines', QuoteLineType, {
  description: 'Lines of the quotes within reach: what a product was offered for; newest first.',
  defaultOrder: 'ID_DESC',
});
listField('approvalPolicies', ApprovalPolicyType, {
  description: 'When which department has to agree.',
  defaultOrder: 'CODE_ASC',
});
listField('approvalRequests', ApprovalRequestType, {
  description: 'What departments were asked about the quotes within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('approvalSteps', ApprovalStepType, {
  description: 'What each department was asked; with the filter `isOverdue`: who is late.',
  defaultOrder: 'ID_DESC',
});
listField('approvalDelegations', ApprovalDelegationType, {
  description: 'Who decides in whose place, the newest first.',
  defaultOrder: 'ID_DESC',
});

const ApprovalToDecide = builder.objectRef<{ readonly id: string }>('ApprovalToDecide').implement({
  description: 'Something that waits for the viewer’s decision.',
  fields: (t) => ({
    approvalStep: t.field(reference(ApprovalStepType, 'What is asked, of which quote.', idOf)),
  }),
});

function idOf({ id }: { readonly id: string }): string {
  return id;
}

builder.queryField('approvalsToDecide', (t) =>
  t.field({
    type: [ApprovalToDecide],
    description:
      'What the viewer may decide now, in one’s own place or another’s: the most urgent first, ' +
      '200 at most.',
    resolve: async (_root, _args, context) => {
      const { personId } = context.requireViewer();
      const { database, clock, dayOf } = context.parts;
      const today = dayOf(clock.now());
      const ids = await findStepsToDecide(database, personId, today, reachedTeams(context));
      return ids.map((id) => ({ id }));
    },
  }),
);

/** The teams on whose quotes the viewer may decide; null: everybody's. */
function reachedTeams(context: Context): readonly string[] | null {
  const permission = 'sales.approve';
  const grant = context.requireViewer().grants.get(permission);
  if (!grant) throw new Forbidden(permission, 'Seeing what there is to decide');
  return grant.reach === 'ALL' ? null : grant.unitIds;
}
