import type { Check } from '../../platform/verify.ts';

/** The GTIN check digit of `code`, computed from its other digits. */
const checkDigit = `(10 - (
  select sum(substr(lpad(code, 14, '0'), i, 1)::int * case i % 2 when 1 then 3 else 1 end)
  from generate_series(1, 13) i
) % 10) % 10`;

const isGtin = `case when code ~ '^([0-9]{8}|[0-9]{12,14})$'
  then ${checkDigit} = right(code, 1)::int else false end`;

/** What must hold of products whoever wrote them. Names in `search_text` are folded beyond SQL. */
export const catalogChecks: readonly Check[] = [
  {
    name: 'No category is within itself',
    sql: `with recursive up(id, parent_id, depth) as (
            select id, parent_id, 1 from product_category
            union all
            select up.id, c.parent_id, up.depth + 1
            from up join product_category c on c.id = up.parent_id where up.depth < 100
          )
          select distinct id from up where id = parent_id or depth = 100`,
  },
  {
    name: 'Every barcode but CODE_128 has the right check digit',
    sql: `select id, code, symbology from product_barcode
          where symbology <> 'CODE_128' and not ${isGtin}`,
  },
  {
    name: 'Every barcode is found by what a scan of it sends',
    sql: `select id, code, symbology, scan_key from product_barcode
          where scan_key <> case when ${isGtin} then lpad(code, 14, '0') else code end`,
  },
  {
    name: 'Every barcode stands for a unit of its product',
    sql: `select b.id, b.code, b.unit_code from product_barcode b
          join product p on p.id = b.product_id
          where b.unit_code <> p.base_unit_code
            and not exists (select from product_unit u
                            where u.product_id = p.id and u.unit_code = b.unit_code)`,
  },
  {
    name: 'No product has its base unit a second time',
    sql: `select u.id, p.sku, u.unit_code from product_unit u
          join product p on p.id = u.product_id where u.unit_code = p.base_unit_code`,
  },
  {
    name: 'Products with serial numbers are counted in whole units',
    sql: `select p.id, p.sku, p.base_unit_code from product p
          join unit n on n.code = p.base_unit_code
          where p.tracking = 'SERIAL' and n.decimals > 0`,
  },
  {
    name: 'Every product can be searched by its SKU and barcodes',
    sql: `select p.id, p.sku, t.text as missing from product p
          cross join lateral (
            select p.sku as text
            union all select code from product_barcode where product_id = p.id
          ) t
          where strpos(p.search_text, regexp_replace(lower(t.text), ' +', ' ', 'g')) = 0`,
  },
];
