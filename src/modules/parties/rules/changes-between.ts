/** `{ name: { from, to } }` of what differs; null when nothing does. */
export function changesBetween<T extends object>(
  before: T,
  after: T,
): Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>> | null {
  const fields = (Object.keys(before) as (keyof T & string)[]).filter(
    (field) => before[field] !== after[field],
  );
  if (fields.length === 0) return null;
  return Object.fromEntries(
    fields.map((field) => [field, { from: before[field], to: after[field] }]),
  );
}
