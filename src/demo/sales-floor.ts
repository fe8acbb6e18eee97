import {
  createParty,
  createSegment,
  createTeam,
  setSalesperson,
  type PartyInput,
} from '../modules/parties/index.ts';
import { together, type Act } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import { demoId, partyId, personId, segmentId, teamId } from './ids.ts';

/** Teams, who sells in them, segments, and the customers and suppliers with their people. */
export async function setUpSalesFloor(act: Act, files: CompanyFiles): Promise<void> {
  const { teams, salespeople, segments, customers } = files;
  await together(
    teams.rows.map(({ code, name_en: nameEn, name_fa: nameFa, line }) => {
      const input = { id: teamId(code), code, nameEn, nameFa };
      return act(`team:${code}`, createTeam, input, () => ({ file: teams.file, line }));
    }),
  );
  await together(
    salespeople.rows.map(({ login, team, weight, capacity, line }) => {
      const input = { personId: personId(login), teamId: teamId(team), weight, capacity };
      const placeOf = () => ({ file: salespeople.file, line });
      return act(`salesperson:${login}`, setSalesperson, input, placeOf);
    }),
  );
  await together(
    segments.rows.map(({ code, name_en: nameEn, name_fa: nameFa, line, ...row }) => {
      const salespersonIds = row.salespeople.map(personId);
      const input = { id: segmentId(code), code, nameEn, nameFa, salespersonIds };
      return act(`segment:${code}`, createSegment, input, () => ({ file: segments.file, line }));
    }),
  );
  await together(
    customers.rows.map((row) =>
      act(`party:${row.customer}`, createParty, partyOf(row), () => ({
        file: customers.file,
        line: row.line,
      })),
    ),
  );
}

/** Without somebody who looks after it, it is a supplier. */
function partyOf(row: Row<'customers'>): PartyInput {
  const [owner] = row.owner;
  const isForeign = row.country !== 'IR';
  return {
    id: partyId(row.customer),
    kind: row.kind,
    name: row.name_en,
    legalName: row.name_fa,
    isCustomer: owner !== undefined,
    isSupplier: owner === undefined,
    ownerId: owner === undefined ? null : personId(owner),
    taxIds: [{ kind: isForeign ? 'VAT' : 'NATIONAL_ID', value: row.tax_id, country: row.country }],
    contactPoints: pointsOf(row),
    addresses: [
      {
        street: row.street,
        city: row.city,
        postalCode: row.postal_code,
        country: row.country,
        isBilling: true,
        isShipping: true,
      },
    ],
    contacts: contactsOf(row),
    segmentIds: row.segment.map(segmentId),
  };
}

const pointsOf = ({ phone, mobile, email }: Row<'customers'>) => [
  ...(phone === null ? [] : [{ channel: 'PHONE' as const, value: phone }]),
  ...(mobile === null ? [] : [{ channel: 'MOBILE' as const, value: mobile }]),
  ...(email === null ? [] : [{ channel: 'EMAIL' as const, value: email }]),
];

function contactsOf(row: Row<'customers'>): NonNullable<PartyInput['contacts']> {
  const { customer, contact, contact_mobile: mobile, contact_job: jobTitle } = row;
  if (contact === null) return [];
  const contactPoints = mobile === null ? [] : [{ channel: 'MOBILE' as const, value: mobile }];
  const id = demoId(`contact of ${customer}`);
  return [{ person: { id, name: contact, contactPoints }, jobTitle, isPrimary: true }];
}
