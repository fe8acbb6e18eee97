import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Party } from '../../parties/index.ts';
import { collectionChannels, contactDirections, contactOutcomes } from '../rules/kinds.ts';
import { CollectionAgency } from './agency.ts';

/** When and how often customers are reached by a channel. */
export const ContactRuleSchema = defineEntity({
  name: 'ContactRule',
  tableName: 'contact_rule',
  properties: {
    id: p.uuid().primary(),
    channel: p.enum(collectionChannels).unique('contact_rule_channel_unique'),
    fromTime: p.text(),
    untilTime: p.text(),
    weekdays: p.array<number>().columnType('int[]'),
    zone: p.text(),
    mostPerDay: p.integer(),
    mostPerWeek: p.integer(),
    version: p.integer().default(1),
  },
});

/** A day on which nobody is reached. */
export const ContactHolidaySchema = defineEntity({
  name: 'ContactHoliday',
  tableName: 'contact_holiday',
  properties: {
    id: p.uuid().primary(),
    day: p.date().unique('contact_holiday_day_unique'),
    name: p.text(),
  },
});

/** A customer who is not to be reached, by a channel or by none at all. */
export const ContactBlockSchema = defineEntity({
  name: 'ContactBlock',
  tableName: 'contact_block',
  indexes: [{ name: 'contact_block_party_id_index', properties: ['party', 'fromOn'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    channel: p.enum(collectionChannels).nullable(),
    reason: p.text(),
    fromOn: p.date(),
    untilOn: p.date().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
  },
});

/** Append-only: whom somebody reached, or tried to. */
export const CollectionContactSchema = defineEntity({
  name: 'CollectionContact',
  tableName: 'collection_contact',
  indexes: [{ name: 'collection_contact_party_id_index', properties: ['party', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    channel: p.enum(collectionChannels),
    direction: p.enum(contactDirections),
    outcome: p.enum(contactOutcomes),
    at: instant(),
    note: p.text().nullable(),
    collectionAgency: () => p.manyToOne(CollectionAgency).nullable().deleteRule(keeps),
    overrideReason: p.text().nullable(),
    recordedAt: instant(),
    recordedBy: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export class ContactRule extends ContactRuleSchema.class {}
ContactRuleSchema.setClass(ContactRule);

export class ContactHoliday extends ContactHolidaySchema.class {}
ContactHolidaySchema.setClass(ContactHoliday);

export class ContactBlock extends ContactBlockSchema.class {}
ContactBlockSchema.setClass(ContactBlock);

export class CollectionContact extends CollectionContactSchema.class {}
CollectionContactSchema.setClass(CollectionContact);
