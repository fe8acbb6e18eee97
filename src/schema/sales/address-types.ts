import type { AddressSnapshot } from '../../modules/sales/index.ts';
import type { Row } from '../../platform/read/tree.ts';
import { builder } from '../builder.ts';
import { computed, type FieldSpec } from '../read/read-type.ts';

export const AddressSnapshotType = builder.objectRef<AddressSnapshot>('AddressSnapshot').implement({
  description: 'An address as it was when a paper was written.',
  fields: (t) => ({
    street: t.exposeString('street', { description: 'Street and number.' }),
    city: t.exposeString('city', { description: 'The city.' }),
    province: t.exposeString('province', { nullable: true, description: 'The province.' }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Its code.' }),
    country: t.exposeString('country', { description: 'ISO 3166: `IR`.' }),
  }),
});

export const address = (column: string, description: string): FieldSpec =>
  computed({
    type: AddressSnapshotType,
    nullable: true,
    needs: [column],
    description,
    resolve: (row: Row) => row[column],
  });
