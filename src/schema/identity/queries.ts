import type { Permission, Viewer } from '../../platform/identity/index.ts';
import { findActors } from '../../platform/identity/index.ts';
import { ActorType } from '../actor.ts';
import { builder } from '../builder.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { PersonType, Reach, RoleType } from './types.ts';

oneField('person', PersonType, 'A person by their id.');
listField('people', PersonType, {
  description: 'Everyone within reach.',
  defaultOrder: 'LOGIN_ASC',
});
listField('roles', RoleType, { description: 'All roles.', defaultOrder: 'CODE_ASC' });

interface GrantShown {
  readonly permission: string;
  readonly grant: NonNullable<ReturnType<Viewer['grants']['get']>>;
}

const GrantType = builder.objectRef<GrantShown>('Grant').implement({
  description: 'A permission that the viewer holds, and how far it reaches.',
  fields: (t) => ({
    permission: t.exposeString('permission', { description: 'Its name.' }),
    reach: t.field({ type: Reach, description: 'How far.', resolve: ({ grant }) => grant.reach }),
    unitIds: t.field({
      type: ['ID'],
      description: 'The warehouses or teams reached, where the reach is UNIT.',
      resolve: ({ grant }) => [...grant.unitIds],
    }),
  }),
});

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    person: t.field({
      type: ActorType,
      nullable: true,
      description: 'The person, or the one whom the API key acts as.',
      resolve: async (viewer, _args, context) =>
        (await findActors(context.parts.database, [viewer.personId])).get(viewer.personId) ?? null,
    }),
    grants: t.field({
      type: [GrantType],
      description: 'All that the viewer may do.',
      resolve: (viewer) => [...viewer.grants].map(([permission, grant]) => ({ permission, grant })),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the credential ends.',
      resolve: (viewer) => viewer.expiresAt,
    }),
  }),
});

const PermissionType = builder.objectRef<Permission>('Permission').implement({
  description: 'One thing a role may allow.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, `<module>.<verb>`.' }),
    description: t.exposeString('description', { description: 'What it allows.' }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerType,
    nullable: true,
    description: 'Who is asking; null when nobody is signed in.',
    resolve: (_root, _args, context) => context.viewer,
  }),
  permissions: t.field({
    type: [PermissionType],
    description: 'Everything that roles may allow.',
    resolve: (_root, _args, context) => {
      context.requireViewer();
      return [...context.parts.identity.permissions.values()];
    },
  }),
}));
