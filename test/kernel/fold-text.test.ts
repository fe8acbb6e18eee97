import fc from 'fast-check';
import { asciiDigits, foldText } from '../../src/kernel/fold-text.ts';

test.each([
  ['مكعب علي', 'مکعب علی'],
  ['موسى', 'موسی'],
  ['مدرسة', 'مدرسه'],
  ['أحمد إيران آب', 'احمد ایران اب'],
  ['مؤسسه', 'موسسه'],
  ['مسئول', 'مسیول'],
  ['خانۀ', 'خانه'],
  ['ســـلام', 'سلام'],
  ['مُحَمَّد', 'محمد'],
  ['گل\u200cشناس', 'گل شناس'],
  ['گل\u00a0 شناس ', 'گل شناس'],
  ['ر\u200dادیاتور\u200f', 'رادیاتور'],
  ['۲۴ کیلووات', '24 کیلووات'],
  ['٢٤ كيلووات', '24 کیلووات'],
  ['Ürün ÉCLAIR', 'urun eclair'],
  ['İstanbul', 'istanbul'],
  ['ＨＢ－０２４', 'hb-024'],
  ['ﻻ', 'لا'],
  ['Σίσυφος', 'σισυφοσ'],
  ['  a\t\nb ', 'a b'],
  ['', ''],
])('%s folds to %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('digits only', () => {
  expect(asciiDigits('کد ۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ x7')).toBe('کد 0123456789 0123456789 x7');
});

const letter = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...'يىكةأإآؤئۀهـًَُِّٰ\u200c\u200dۀ۱٢كİẞςΣΑ한가ﷺǅ㎏'),
);

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 12 }), (parts) => {
      const once = foldText(parts.join(''));
      expect(foldText(once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});
