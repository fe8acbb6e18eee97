/** `{ title: { from, to } }` of the properties of `after` that differ; null when none does. */
export function changesBetween<Row extends object>(
  before: Row,
  after: Partial<Row>,
): Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>> | null {
  const names = (Object.keys(after) as (keyof Row & string)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, { from: before[name], to: after[name] }]));
}
