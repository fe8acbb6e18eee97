import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'crm.read',
  description,
});

/** What the CRM announces: the document as it then is, and what of it changed. */
export const crmEvents = {
  leadCaptured: define('lead.captured', 'Somebody asked, by whichever channel'),
  leadEdited: define('lead.edited', 'What is known of a lead changed'),
  leadAssigned: define('lead.assigned', 'A lead is given to somebody, or to somebody else'),
  leadReturned: define('lead.returnedToPool', 'A lead is nobody’s again: nothing was done with it'),
  leadContacted: define('lead.contacted', 'Somebody spoke or wrote to a lead'),
  leadNurtured: define('lead.nurtured', 'A lead is not ready yet, and is kept warm'),
  leadQualified: define('lead.qualified', 'A lead is worth an opportunity'),
  leadDisqualified: define('lead.disqualified', 'Nothing will come of a lead, for a reason'),
  leadMarkedDuplicate: define('lead.markedDuplicate', 'A lead is one that was there already'),
  leadReopened: define('lead.reopened', 'A lead that was put away is worked on again'),
  leadConverted: define('lead.converted', 'A lead became account, contact and opportunity'),
  leadConversionUndone: define('lead.conversionUndone', 'A conversion was taken back'),
  opportunityCreated: define('opportunity.created', 'A customer may buy something'),
  opportunityEdited: define('opportunity.edited', 'What may be bought, or when, changed'),
  opportunityAssigned: define('opportunity.assigned', 'Somebody else works on an opportunity'),
  opportunityMoved: define('opportunity.moved', 'An opportunity is in another stage'),
  opportunityWon: define('opportunity.won', 'The customer buys'),
  opportunityLost: define('opportunity.lost', 'The customer does not buy, for a reason'),
  opportunityReopened: define('opportunity.reopened', 'A closed opportunity is open again'),
  opportunityWithdrawn: define('opportunity.withdrawn', 'The conversion behind it was taken back'),
  activityPlanned: define('activity.planned', 'Something is to be done'),
  activityLogged: define('activity.logged', 'Something was done that nobody had planned'),
  activityCompleted: define('activity.completed', 'What was planned is done'),
  activityRescheduled: define('activity.rescheduled', 'What is planned is due at another time'),
  activityCancelled: define('activity.cancelled', 'What was planned is not done'),
  projectCreated: define('project.created', 'An undertaking begins'),
  projectEdited: define('project.edited', 'What is known of a project changed'),
  projectClosed: define('project.closed', 'A project takes no new documents'),
  projectReopened: define('project.reopened', 'A closed project takes documents again'),
} as const satisfies Record<string, EventType>;
