import type { Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { unitOf, type ScannedGoods } from './resolve-scan.ts';
import type { SentScan } from './scan-case.ts';

/**
 * What a scan stands for in base units: what the symbol measures, else what the device says times
 * what the symbol counts. Serial numbers are counted one by one, whatever either says. Null when
 * the symbol's own measure is none that the product can have; throws a DomainError when it is the
 * device's.
 */
export function quantityOf(goods: ScannedGoods, scan: SentScan): Decimal | null {
  const { product, measured } = goods;
  if (product.tracking === 'SERIAL') return '1';
  const unit = unitOf(product, goods.unit);
  if (!unit) throw new Error(`${product.sku} is not counted in ${goods.unit}`);
  const factor = { numerator: BigInt(unit.numerator), denominator: BigInt(unit.denominator) };
  const faults: Fault[] = [];
  const path = [...scan.path, 'quantity'];
  const rules = { decimals: unit.decimals, positive: true };
  const value = gather(readQuantityValue(measured ?? scan.quantity, rules), path, faults);
  const many = { ...factor, numerator: factor.numerator * BigInt(goods.count) };
  const base =
    value === null ? null : gather(toBase(value, many, product.baseDecimals), path, faults);
  if (base === null && measured === null) throw new DomainError(faults);
  return base;
}
