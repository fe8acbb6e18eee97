import { definePermissions } from '../identity/permissions.ts';

/** What the sending of events guards. */
export const webhooksPermissions = definePermissions([
  {
    name: 'webhooks.manage',
    description: 'Have events sent to an address outside, with no more rights than one has',
  },
]);
