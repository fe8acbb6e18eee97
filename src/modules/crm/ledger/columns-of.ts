/** The columns of a table by the properties that a record has for them. */
export interface Columns<Row> {
  /** `company_name, phone`. */
  readonly names: string;
  /** `company_name as "companyName", phone as "phone"`; exact numbers as text. */
  readonly read: string;
  /** Records as `json_populate_recordset(null::table, …)` takes them. */
  toJson(rows: readonly Partial<Row>[]): string;
}

/** `decimals` are read as exact text. */
export function columnsOf<Row extends object>(
  properties: readonly (keyof Row & string)[],
  decimals: readonly (keyof Row & string)[] = [],
): Columns<Row> {
  const read = properties.map((property) => {
    const name = columnOf(property);
    const sql = decimals.includes(property) ? `trim_scale(${name})::text` : name;
    return `${sql} as "${property}"`;
  });
  return {
    names: properties.map(columnOf).join(', '),
    read: read.join(', '),
    toJson: (rows) =>
      JSON.stringify(
        rows.map((row) =>
          Object.fromEntries(
            properties.map((property) => [columnOf(property), row[property] ?? null]),
          ),
        ),
      ),
  };
}

const columnOf = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
