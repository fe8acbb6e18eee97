import { definePermissions } from '../identity/permissions.ts';

/** What the receiving of feeds guards. */
export const eventsPermissions = definePermissions([
  {
    name: 'events.subscribe',
    description: 'Receive feeds: have subscribers of one’s own; see those in reach',
  },
  { name: 'events.administer', description: 'Change the subscribers of others; needs reach ALL' },
  { name: 'events.trim', description: 'Give up what feeds keep from more than ten years ago' },
]);
