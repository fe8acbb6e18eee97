import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { ActivityState } from './activity-states.ts';
import type { ActivityKind, ActivityOutcome, ForecastCategory } from './kinds.ts';
import type { LeadState } from './lead-states.ts';
import type { OpportunityState } from './opportunity-states.ts';
import type { ProjectState } from './project-states.ts';

/* The documents whole: what acts decide on, and what events show. */

interface Kept {
  readonly id: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly createdAt: Date;
  readonly createdBy: Id | null;
  readonly version: number;
}

/** Where somebody came from who found us by a link. */
export interface Utm {
  readonly source?: string | null;
  readonly medium?: string | null;
  readonly campaign?: string | null;
  readonly term?: string | null;
  readonly content?: string | null;
}

export interface LeadRecord extends Kept {
  readonly number: string;
  readonly state: LeadState;
  readonly subject: string;
  readonly companyName: string | null;
  readonly personName: string | null;
  readonly phone: string | null;
  readonly phoneKey: string | null;
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly taxId: string | null;
  readonly taxIdKey: string | null;
  readonly city: string | null;
  readonly note: string | null;
  readonly utm: Utm | null;
  readonly leadSourceId: Id;
  readonly segmentId: Id | null;
  readonly projectId: Id | null;
  readonly reasonId: Id | null;
  readonly duplicateOfId: Id | null;
  readonly accountId: Id | null;
  readonly contactId: Id | null;
  readonly nameKey: string;
  readonly searchText: string;
}

export interface OpportunityRecord extends Kept {
  readonly number: string;
  readonly state: OpportunityState;
  readonly title: string;
  readonly stageId: Id;
  readonly accountId: Id;
  readonly contactId: Id | null;
  readonly leadId: Id | null;
  readonly projectId: Id | null;
  readonly currency: string;
  /** All four are there, or none. */
  readonly expectedAmount: Decimal | null;
  readonly companyAmount: Decimal | null;
  readonly rate: Decimal | null;
  readonly rateOn: LocalDate | null;
  /** Percent. */
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
  readonly expectedCloseOn: LocalDate | null;
  readonly reasonId: Id | null;
  readonly competitor: string | null;
  readonly wonByKind: string | null;
  readonly wonById: Id | null;
  readonly wonWithoutOrder: string | null;
  readonly closedAt: Date | null;
}

export interface ActivityRecord extends Kept {
  readonly kind: ActivityKind;
  readonly state: ActivityState;
  readonly subject: string;
  readonly note: string | null;
  readonly dueAt: Date | null;
  readonly doneAt: Date | null;
  readonly outcomeCode: ActivityOutcome | null;
  readonly outcome: string | null;
  readonly partyId: Id | null;
  readonly leadId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
  readonly documentKind: string | null;
  readonly documentId: Id | null;
}

export interface ProjectRecord extends Kept {
  readonly code: string;
  readonly name: string;
  readonly partyId: Id | null;
  readonly state: ProjectState;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
  readonly note: string | null;
}
