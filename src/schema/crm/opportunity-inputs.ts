import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { StageForecast } from './enums.ts';

/** What may be bought, beside what it is called. */
export const opportunityFields = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  projectId: t.id({ description: 'What it belongs to.' }),
  stageId: t.id({ description: 'How far it has come; the first, if not said.' }),
  currency: t.string({ description: 'ISO 4217; the firm’s own, if not said.' }),
  expectedAmount: t.field({ type: 'Decimal', description: 'What it may bring, in `currency`.' }),
  probability: t.int({ description: 'Percent; the stage’s, if not said.' }),
  forecastCategory: t.field({ type: StageForecast, description: 'The stage’s, if not said.' }),
  expectedCloseOn: t.field({ type: 'LocalDate', description: 'When the customer may decide.' }),
});
