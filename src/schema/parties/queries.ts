import { findSurvivor, loadCompany } from '../../modules/parties/index.ts';
import { builder } from '../builder.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { CompanyType, SalespersonType, SegmentType, TeamType } from './floor-types.ts';
import { PartyType } from './party-types.ts';

builder.queryField('company', (t) =>
  t.field({
    type: CompanyType,
    description: 'The firm itself; told to everyone who is signed in.',
    resolve: (_root, _args, context) => {
      context.requireViewer();
      return loadCompany(context.parts.database);
    },
  }),
);

oneField('team', TeamType, 'A team by its id.');
listField('teams', TeamType, { description: 'All teams.', defaultOrder: 'CODE_ASC' });
oneField('salesperson', SalespersonType, 'A salesperson by the person’s id.');
listField('salespeople', SalespersonType, {
  description: 'Everyone who looks after customers.',
  defaultOrder: 'NAME_EN_ASC',
});
oneField('segment', SegmentType, 'A segment by its id.');
listField('segments', SegmentType, { description: 'All segments.', defaultOrder: 'CODE_ASC' });

builder.queryField('party', (t) =>
  t.field({
    type: PartyType.ref as never,
    nullable: true,
    description: 'A company or person by its id, or by one that was merged into it.',
    args: { id: t.arg.id({ required: true, description: 'The Party’s id.' }) },
    resolve: async (_root, { id }, context, info) => {
      const found = await context.reads.one(id, info);
      if (found) return found as never;
      const survivor = await findSurvivor(context.parts.database, id);
      return (survivor === null ? null : await context.reads.one(survivor, info)) as never;
    },
  }),
);
listField('parties', PartyType, {
  description:
    'Customers, suppliers and their people; `search` looks in names, numbers, tax ids, telephone ' +
    'numbers and addresses of e-mail.',
  defaultOrder: 'NAME_ASC',
});
