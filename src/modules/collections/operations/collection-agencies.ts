import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readDay, readLine, readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { RemittanceMode } from '../rules/kinds.ts';
import { readAmount, readCode, readCount, readDays, readPercent } from '../rules/read-input.ts';
import { emitConfigured, requireConfigure, writeRow } from './set-up.ts';

export interface DefineCollectionAgencyInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
}

const insertAgency = statement(
  'collection_agency_insert',
  'insert into collection_agency (id, code, name) values ($1, $2, $3)',
);

/** Enters a firm that collects for us. */
export const defineCollectionAgency = defineOperation({
  name: 'defineCollectionAgency',
  permission: 'collections.configure',
  async run(op, input: DefineCollectionAgencyInput): Promise<{ readonly agencyId: Id }> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const code = readCode(input.code, faults);
    const name = readLine(input.name, 100, ['name'], faults);
    await writeRow(op, insertAgency, [id, code, name], faults);
    emitConfigured(op, 'collectionAgency', id, { collectionAgency: { id, code, name } });
    return { agencyId: id };
  },
});

export interface AgencyBandInput {
  /** 1: of what is placed for the first time. */
  readonly placementNo: number;
  readonly fromDays: number;
  readonly fromAmount: string;
  readonly percent: string;
}

export interface DefineAgencyAgreementInput {
  readonly id?: Id | null;
  readonly collectionAgencyId: Id;
  readonly code: string;
  readonly currency: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate | null;
  readonly remittance: RemittanceMode;
  /** Whether what customers pay to us earns the fee as well: yes, if not said. */
  readonly feeOnDirect?: boolean | null;
  readonly vatPercent?: string | null;
  readonly minimumFee?: string | null;
  readonly minAmount?: string | null;
  readonly minDays?: number | null;
  readonly termDays: number;
  readonly isExclusive?: boolean | null;
  readonly discountPercent?: string | null;
  readonly bands: readonly AgencyBandInput[];
}

const knownAgency = statement(
  'collection_agency_known',
  'select id from collection_agency where id = $1 and is_active for key share',
);
const insert = statement(
  'agency_agreement_insert',
  `insert into agency_agreement (id, collection_agency_id, code, currency, valid_from, valid_to,
     remittance, fee_on_direct, vat_percent, minimum_fee, min_amount, min_days, term_days,
     is_exclusive, discount_percent)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);
const insertBands = statement(
  'agency_bands_insert',
  `insert into agency_band (id, agency_agreement_id, placement_no, from_days, from_amount, percent)
   select gen_random_uuid(), $1, b."placementNo", b."fromDays", b."fromAmount", b.percent
   from jsonb_to_recordset($2::jsonb) as b("placementNo" int, "fromDays" int,
     "fromAmount" numeric, percent numeric)`,
);

/** What is agreed with an agency: which claims, for how long, at which rates, paid how. */
export const defineAgencyAgreement = defineOperation({
  name: 'defineAgencyAgreement',
  permission: 'collections.configure',
  async run(op, input: DefineAgencyAgreementInput): Promise<{ readonly agencyAgreementId: Id }> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const [agencyId = null] = askable([input.collectionAgencyId]);
    const found = agencyId ? await op.query(knownAgency, [agencyId]) : [];
    if (found.length === 0) {
      const message = 'No such agency works for us';
      faults.push(fault('AGENCY_NOT_FOUND', message, ['collectionAgencyId']));
    }
    const { currency, remittance } = input;
    const amount = (name: 'minimumFee' | 'minAmount') =>
      readAmount(input[name] ?? '0', currency, [name], faults);
    const percent = (name: 'vatPercent' | 'discountPercent') =>
      readPercent(input[name] ?? '0', [name], faults);
    const code = readCode(input.code, faults);
    const validFrom = readDay(input.validFrom, ['validFrom'], faults);
    const validTo = readDay(input.validTo, ['validTo'], faults);
    if (validTo !== null && validFrom !== null && validTo < validFrom) {
      faults.push(fault('WINDOW_MALFORMED', 'It ends before it begins', ['validTo']));
    }
    const terms = {
      ...{ feeOnDirect: input.feeOnDirect ?? true, vatPercent: percent('vatPercent') },
      ...{ minimumFee: amount('minimumFee'), minAmount: amount('minAmount') },
      minDays: readDays(input.minDays ?? 0, ['minDays'], faults, 3650),
      termDays: readCount(input.termDays, [1, 3650], ['termDays'], faults),
      ...{ isExclusive: input.isExclusive ?? true, discountPercent: percent('discountPercent') },
    };
    const bands = readBands(input, faults);
    const first = [id, agencyId, code, currency, validFrom, validTo, remittance];
    await writeRow(op, insert, [...first, ...Object.values(terms)], faults);
    await op.query(insertBands, [id, JSON.stringify(bands)]);
    const agreed = { id, code, currency, validFrom, validTo, remittance, ...terms, bands };
    emitConfigured(op, 'agencyAgreement', id, { agencyAgreement: agreed });
    return { agencyAgreementId: id };
  },
});

function readBands({ bands, currency }: DefineAgencyAgreementInput, faults: Fault[]) {
  if (bands.length === 0 || bands.length > 50) {
    faults.push(fault('LEVELS_MALFORMED', 'There are 1 to 50 bands', ['bands']));
  }
  const seen = new Set<string>();
  return bands.map((band, index) => {
    const path = ['bands', String(index)];
    const read = {
      placementNo: readCount(band.placementNo, [1, 9], [...path, 'placementNo'], faults),
      fromDays: readDays(band.fromDays, [...path, 'fromDays'], faults, 3650),
      fromAmount: readAmount(band.fromAmount, currency, [...path, 'fromAmount'], faults),
      percent: readPercent(band.percent, [...path, 'percent'], faults),
    };
    const key = `${read.placementNo} ${read.fromDays} ${read.fromAmount}`;
    if (seen.has(key)) faults.push(fault('ONE_MEANT', 'There is such a band already', path));
    seen.add(key);
    return read;
  });
}
