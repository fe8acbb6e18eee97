import { nameKey } from '../../src/modules/parties/index.ts';
import {
  readContactPoint,
  type ContactPointInput,
} from '../../src/modules/parties/rules/read-contact-point.ts';
import {
  isIranianCompanyId,
  isIranianPersonId,
  readTaxId,
  type TaxIdInput,
} from '../../src/modules/parties/rules/read-tax-id.ts';
import type { PartyKind } from '../../src/modules/parties/index.ts';
import type { Fault } from '../../src/kernel/domain-error.ts';

test.each([
  ['Behsaz Co. Ltd.', 'behsaz'],
  ['BEHSAZ  GmbH & Co. KG', 'behsaz'],
  ['شرکت بهساز (سهامی خاص)', 'bhsaz'],
  ['بهساز با مسئولیت محدود', 'bhsaz'],
  ['بهساز با مسؤولیت محدود', 'bhsaz'],
  ['با تجربه', 'ba tjrbh'],
  ['Pump-Haus', 'pump haus'],
  ['Company', 'company'],
  ['كيمياء', 'kymya'],
])('the name %s is compared as %s', (name, key) => {
  expect(nameKey(name)).toBe(key);
  expect(nameKey(key)).toBe(key);
});

describe('contact points', () => {
  const read = (channel: ContactPointInput['channel'], value: string): string => {
    const faults: Fault[] = [];
    const { valueKey } = readContactPoint({ channel, value }, 'IR', [], faults);
    return faults[0]?.code ?? valueKey;
  };

  test.each([
    ['PHONE', '021-88 77 66 55', '+982188776655'],
    ['PHONE', '۰۲۱۸۸۷۷۶۶۵۵', '+982188776655'],
    ['PHONE', '0098 21 88776655', '+982188776655'],
    ['PHONE', '+49 (0)30 901820', '+4930901820'],
    ['MOBILE', '٠٩١٢ ٣٤٥ ٦٧٨٩', '+989123456789'],
    ['MOBILE', '9123456789', '+989123456789'],
    ['FAX', '12', 'PHONE_MALFORMED'],
    ['PHONE', 'call me', 'PHONE_MALFORMED'],
    ['EMAIL', ' Info+Offers@Firm.Example ', 'info+offers@firm.example'],
    ['EMAIL', 'info@firm', 'EMAIL_MALFORMED'],
    ['EMAIL', 'a b@firm.example', 'EMAIL_MALFORMED'],
    ['TELEGRAM', 'https://t.me/Firm_Sales', 'firm_sales'],
    ['TELEGRAM', '@firm_sales', 'firm_sales'],
    ['TELEGRAM', '0912 345 6789', '+989123456789'],
    ['TELEGRAM', '@x', 'TEXT_MALFORMED'],
    ['WEB', 'https://www.Firm.Example/fa/', 'firm.example/fa'],
    ['WEB', 'nowhere', 'TEXT_MALFORMED'],
    ['SMOKE' as never, 'x', 'TEXT_MALFORMED'],
  ] as const)('%s %s is %s', (channel, value, key) => {
    expect(read(channel, value)).toBe(key);
  });
});

describe('tax ids', () => {
  const read = (kind: TaxIdInput['kind'], value: string, of: PartyKind, country?: string) => {
    const faults: Fault[] = [];
    const at = { kind: of, country: 'IR' };
    const { valueKey } = readTaxId({ kind, value, ...(country && { country }) }, at, [], faults);
    return faults[0]?.code ?? valueKey;
  };

  test.each([
    ['NATIONAL_ID', '۰۰۸-۴۵۷۵۹۴-۸', 'PERSON', undefined, '0084575948'],
    ['NATIONAL_ID', '0084575949', 'PERSON', undefined, 'TAX_ID_MALFORMED'],
    ['NATIONAL_ID', '1111111111', 'PERSON', undefined, 'TAX_ID_MALFORMED'],
    ['NATIONAL_ID', '84575948', 'PERSON', undefined, 'TAX_ID_MALFORMED'],
    ['NATIONAL_ID', '103.802.84790', 'COMPANY', undefined, '10380284790'],
    ['NATIONAL_ID', '10380284791', 'COMPANY', undefined, 'TAX_ID_MALFORMED'],
    ['NATIONAL_ID', '0084575948', 'COMPANY', undefined, 'TAX_ID_MALFORMED'],
    ['ECONOMIC_CODE', '4111-1111-1111', 'COMPANY', undefined, '411111111111'],
    ['ECONOMIC_CODE', '10380284790', 'COMPANY', undefined, '10380284790'],
    ['ECONOMIC_CODE', '10380284790', 'PERSON', undefined, 'TAX_ID_MALFORMED'],
    ['REGISTRATION', '12345', 'COMPANY', undefined, '12345'],
    ['REGISTRATION', 'A1', 'COMPANY', undefined, 'TAX_ID_MALFORMED'],
    ['VAT', 'de 136.695-976', 'COMPANY', 'de', 'DE136695976'],
    ['VAT', '?', 'COMPANY', 'DE', 'TAX_ID_MALFORMED'],
    ['VAT', 'DE1', 'COMPANY', 'XX', 'COUNTRY_MALFORMED'],
    ['NONE' as never, '1', 'COMPANY', undefined, 'TEXT_MALFORMED'],
  ] as const)('%s %s of a %s in %s is %s', (kind, value, of, country, key) => {
    expect(read(kind, value, of, country)).toBe(key);
  });

  test('nine of ten wrong digits are noticed', () => {
    for (const [id, isSound] of [
      ['0084575948', isIranianPersonId],
      ['10380284790', isIranianCompanyId],
    ] as const) {
      expect(isSound(id)).toBe(true);
      const wrong = [...id].flatMap((digit, at) =>
        [...'0123456789']
          .filter((other) => other !== digit)
          .map((other) => id.slice(0, at) + other + id.slice(at + 1)),
      );
      const missed = wrong.filter(isSound);
      // A remainder of 10 is written 0 or 1, so that some slip through, as everywhere with mod 11.
      expect(missed.length).toBeLessThan(wrong.length / 10);
    }
  });
});
