-- What the firm trades: products, the units they are counted in, the barcodes they are scanned by.
create extension if not exists pg_trgm;

create table unit (
  code text constraint unit_pkey primary key
    check (code ~ '^[A-Z0-9]{1,8}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  -- How many places a quantity in this unit may have. Never changed: stock is counted in it.
  decimals smallint not null check (decimals between 0 and 6)
);

create table product (
  id uuid constraint product_pkey primary key,
  -- In capitals: two products whose numbers differ in case only are one typing error apart.
  sku text not null check (sku <> '' and sku = upper(sku)),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  base_unit_code text not null
    constraint product_base_unit_code_foreign references unit (code),
  tracking text not null
    constraint product_tracking_check check (tracking in ('NONE', 'LOT', 'SERIAL')),
  -- SKU, names and barcodes, folded: whatever a person may type to find the product.
  search_text text not null,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by uuid,
  version integer not null default 1 check (version > 0)
);
create unique index product_sku_unique on product (sku);
create index product_name_en_index on product (name_en, id);
create index product_name_fa_index on product (name_fa, id);
create index product_created_at_index on product (created_at, id);
create index product_search_text_index on product using gin (search_text gin_trgm_ops);

-- Further units of a product: 1 unit = numerator / denominator base units.
create table product_unit (
  id uuid constraint product_unit_pkey primary key,
  product_id uuid not null
    constraint product_unit_product_id_foreign references product (id),
  unit_code text not null
    constraint product_unit_unit_code_foreign references unit (code),
  numerator bigint not null check (numerator > 0),
  denominator bigint not null check (denominator > 0)
);
create unique index product_unit_product_id_unit_code_unique on product_unit (product_id, unit_code);

create table product_barcode (
  id uuid constraint product_barcode_pkey primary key,
  product_id uuid not null
    constraint product_barcode_product_id_foreign references product (id),
  unit_code text not null
    constraint product_barcode_unit_code_foreign references unit (code),
  code text not null,
  symbology text not null
    constraint product_barcode_symbology_check
    check (symbology in ('EAN_8', 'EAN_13', 'UPC_A', 'ITF_14', 'CODE_128')),
  -- What a scan is looked up by: a GTIN of any length padded to 14 digits, or the text itself.
  scan_key text not null,
  constraint product_barcode_code_fits_symbology check (
    case symbology
      when 'EAN_8' then code ~ '^[0-9]{8}$'
      when 'UPC_A' then code ~ '^[0-9]{12}$'
      when 'EAN_13' then code ~ '^[0-9]{13}$'
      when 'ITF_14' then code ~ '^[0-9]{14}$'
      else code ~ '^[!-~]([ -~]{0,78}[!-~])?$'
    end
  ),
  constraint product_barcode_scan_key_agrees check (
    scan_key = lpad(code, 14, '0') and code ~ '^[0-9]{8,14}$'
    or symbology = 'CODE_128' and scan_key = code
  )
);
create unique index product_barcode_scan_key_unique on product_barcode (scan_key);
create index product_barcode_product_id_index on product_barcode (product_id);
