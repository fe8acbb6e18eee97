import { requireId } from '../../kernel/require-id.ts';
import {
  loadCreditExposures,
  type CreditExposure,
  type ExposureDocument,
} from '../../modules/receivables/index.ts';
import { Forbidden, reachesRecord } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';
import { InvoiceType } from '../sales/invoice-types.ts';
import { SalesOrderType } from '../sales/order-types.ts';
import { ExposureKind } from './enums.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import { ReceiptType } from './receipt-types.ts';
import { CreditOverrideType } from './types.ts';

const permission = 'receivables.read';

type Document = ExposureDocument & { readonly currency: string };

const ExposureDocumentType = builder.objectRef<Document>('ExposureDocument').implement({
  description: 'What one document adds to what a customer owes; below zero: gives.',
  fields: (t) => ({
    kind: t.field({
      type: ExposureKind,
      description: 'What is owed for.',
      resolve: ({ kind }) => kind,
    }),
    amount: t.field({
      type: MoneyType,
      description: 'How much.',
      resolve: ({ amount, currency }) => ({ amount, currency }),
    }),
    dueOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'Of a commitment: when it is due.',
      resolve: ({ dueOn }) => dueOn,
    }),
    salesOrder: t.field(
      reference<Document>(SalesOrderType, 'The order, of what is ordered.', (document) =>
        document.kind === 'ORDERED' ? document.documentId : null,
      ),
    ),
    commitment: t.field(
      reference<Document>(PaymentCommitmentType, 'Of what is claimed.', (document) =>
        document.kind === 'CLAIMED' ? document.documentId : null,
      ),
    ),
    receipt: t.field(
      reference<Document>(ReceiptType, 'The money nothing was done with yet.', (document) =>
        document.kind === 'RECEIVED' ? document.documentId : null,
      ),
    ),
    creditNote: t.field(
      reference<Document>(InvoiceType, 'The credit note that is not used up.', (document) =>
        document.kind === 'CREDITED' ? document.documentId : null,
      ),
    ),
  }),
});

type Amount = 'ordered' | 'invoiced' | 'overdue' | 'overridden' | 'secured' | 'relieved';

const CreditExposureType = builder.objectRef<CreditExposure>('CreditExposure').implement({
  description: 'What a customer owes and will owe, and may; as it is now, by document.',
  fields: (t) => {
    const money = (name: Amount, description: string) =>
      t.field({
        type: MoneyType,
        description,
        resolve: (exposure) => ({ amount: exposure[name], currency: exposure.currency }),
      });
    const moneyOrNull = (name: 'creditLimit' | 'free', description: string) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: ({ currency, [name]: amount }) => (amount === null ? null : { amount, currency }),
      });
    return {
      party: t.field(
        reference<CreditExposure>(PartyType, 'The customer.', ({ partyId }) => partyId),
      ),
      creditLimit: moneyOrNull('creditLimit', 'So much may be owed; null: no limit.'),
      paymentDays: t.exposeInt('paymentDays', { description: 'Days after an invoice.' }),
      heldReason: t.exposeString('heldReason', {
        nullable: true,
        description: 'Why the customer gets no credit; null: nobody holds it.',
      }),
      ordered: money('ordered', 'Confirmed and not yet invoiced.'),
      invoiced: money('invoiced', 'Invoiced or charged, less all that was paid.'),
      overdue: money('overdue', 'Of that, due before today.'),
      overridden: money('overridden', 'By so much the limit may be exceeded now.'),
      secured: money('secured', 'Of what is open, covered by cheques that are no money yet.'),
      relieved: money(
        'relieved',
        'So much does not count against the limit: guarantees that hold now, less their haircut, ' +
          'and what of the cheques the policy says.',
      ),
      returnedCheques: t.exposeInt('returnedCheques', {
        description: 'How many of its cheques ever came back.',
      }),
      free: moneyOrNull('free', 'What may still be ordered, below zero: too much is; null: any.'),
      overrides: t.field({
        type: [CreditOverrideType.ref as never],
        description: 'The overrides in force, the first to end first.',
        resolve: async ({ overrideIds }, _args, context, info) => {
          const found = overrideIds.map((id) => context.reads.reference(id, info));
          return (await Promise.all(found)).filter((override) => override !== null) as never;
        },
      }),
      documents: t.field({
        type: [ExposureDocumentType],
        description: 'What makes it up: what is due first, then what is ordered.',
        resolve: ({ documents, currency }) => documents.map((one) => ({ ...one, currency })),
      }),
    };
  },
});

builder.queryField('creditExposure', (t) =>
  t.field({
    type: CreditExposureType,
    nullable: true,
    description: 'What a customer owes and may, by document; null for one out of reach.',
    args: { partyId: t.arg.id({ required: true, description: 'The customer.' }) },
    resolve: async (_root, { partyId }, context) => {
      const viewer = context.requireViewer();
      if (!viewer.grants.has(permission)) throw new Forbidden(permission, 'Reading exposures');
      requireId(partyId, ['partyId']);
      const { clock, database, dayOf } = context.parts;
      const now = clock.now();
      const id = partyId.toLowerCase();
      const found = await loadCreditExposures(database, [id], { now, today: dayOf(now) });
      const exposure = found.get(id);
      if (!exposure) return null;
      const { ownerId, teamId } = exposure;
      const unitIds = teamId === null ? [] : [teamId];
      return reachesRecord(viewer, permission, { ownerId, unitIds }) ? exposure : null;
    },
  }),
);
