import { isObjectType, type GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars.ts';
import './identity/index.ts';
import './catalog/index.ts';
import './inventory/index.ts';
import './parties/index.ts';
import './pricing/index.ts';
import './receivables/index.ts';
import './collections/index.ts';
import './crm/index.ts';
import './inflow/index.ts';
import './sales/index.ts';
import './events/events.ts';
import './events/payment-events.ts';
import './events/subscribers.ts';
import './events/webhooks.ts';
import './events/webhook-acts.ts';

/** The one schema that all clients see. */
export const schema: GraphQLSchema = withPlainFields(builder.toSchema());

/**
 * A column or relation is read off its row by the executor itself: without a resolver it is a
 * property access in compiled queries, not a call.
 */
function withPlainFields(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const kind = field.extensions.read?.kind;
      if (kind === 'property' || kind === 'relation') delete field.resolve;
    }
  }
  return built;
}
