import { refuse } from '../../kernel/domain-error.ts';
import { isId } from '../../kernel/id.ts';
import { requireId } from '../../kernel/require-id.ts';
import type { TimelineEntry } from '../../modules/crm/index.ts';
import { customerTimeline } from '../../modules/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';

const TimelineEntryType = builder.objectRef<TimelineEntry>('TimelineEntry').implement({
  description: 'Something that was done with a customer, or is planned.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What it is: `ACTIVITY`, `SALES_ORDER`.' }),
    id: t.exposeID('id', { description: 'Its id, of that kind.' }),
    party: t.field(
      reference<TimelineEntry>(PartyType, 'The customer, or who spoke for it.', (e) => e.partyId),
    ),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (e) => e.at }),
    planned: t.exposeBoolean('planned', { description: 'It is still to come.' }),
    title: t.exposeString('title', { description: 'What it is, in a line.' }),
    state: t.exposeString('state', { description: 'Where it stands, in its own states.' }),
    owner: t.field(actorById<TimelineEntry>('Whose it is.', (entry) => entry.ownerId)),
    cursor: t.string({
      description: 'Its place, for `after`.',
      resolve: (entry) => encode(entry.place),
    }),
  }),
});

interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  readonly hasMore: boolean;
}

const TimelineType = builder.objectRef<TimelinePage>('CustomerTimeline').implement({
  description: 'A stretch of a customer’s timeline, newest first.',
  fields: (t) => ({
    entries: t.field({
      type: [TimelineEntryType],
      description: 'What was done and is planned.',
      resolve: (page) => [...page.entries],
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'Older ones follow.' }),
    endCursor: t.string({
      nullable: true,
      description: 'The place of the last of them, for `after`.',
      resolve: ({ entries }) => {
        const last = entries.at(-1);
        return last ? encode(last.place) : null;
      },
    }),
  }),
});

const encode = (place: TimelineEntry['place']): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** What `encode` made; anything else is refused before it reaches the database. */
function decode(cursor: string): TimelineEntry['place'] {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    place = null;
  }
  const parts = Array.isArray(place) && place.length === 3 ? (place as unknown[]) : [];
  const [at, kind, id] = parts.map((part) => (typeof part === 'string' ? part : ''));
  if (!at || Number.isNaN(Date.parse(at)) || !kind || kind.includes('\0') || !isId(id ?? '')) {
    return refuse('INVALID_CURSOR', 'This is not a cursor of this list', ['after']);
  }
  return [at, kind, id as string];
}

builder.queryField('customerTimeline', (t) =>
  t.field({
    type: TimelineType,
    description:
      'Everything that was done with a customer and is planned, newest first, within reach: of a ' +
      'company also with the people who speak for it. Empty where the customer is out of reach.',
    args: {
      partyId: t.arg.id({ required: true, description: 'The customer, or one merged into it.' }),
      first: t.arg.int({ description: 'How many; 25 if not said, 100 at most.' }),
      after: t.arg.string({ description: 'Only what is older than this place.' }),
      planned: t.arg.boolean({
        description: 'True: what is to come alone; false: what was alone.',
      }),
    },
    resolve: async (_root, args, context) => {
      const viewer = context.requireViewer();
      const { partyId } = args;
      requireId(partyId, ['partyId']);
      const size = args.first ?? 25;
      if (size < 1 || size > maxPageSize) {
        refuse('PAGE_SIZE', `Ask for 1 to ${maxPageSize} entries, not ${size}`, ['first']);
      }
      const found = await customerTimeline(context.parts.database, viewer, {
        partyId,
        first: size + 1,
        after: args.after == null ? null : decode(args.after),
        planned: args.planned ?? null,
      });
      return { entries: found.slice(0, size), hasMore: found.length > size };
    },
  }),
);
