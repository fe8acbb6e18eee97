import { inflowForecast } from '../../modules/index.ts';
import {
  forecastAccuracy,
  loadInflowSetting,
  type AccuracyPeriod,
  type Forecast,
  type ForecastAccuracy,
  type ForecastCell,
  type ForecastRow,
  type LayerFigures,
} from '../../modules/inflow/index.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { SalespersonType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';
import type { Arguments } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { amountIn, paged, requireIds, requirePage, requirePeriods } from './args.ts';
import { Expectation, InflowSlice, PeriodKind } from './types.ts';

type Layer = LayerFigures & { readonly currency: string };
const LayerType = builder.objectRef<Layer>('ForecastLayer').implement({
  description: 'What may come in that nobody owes yet; in no other figure.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'What it is: `OPPORTUNITY`.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
    amount: t.field({
      type: MoneyType,
      description: 'All of it.',
      resolve: amountIn<Layer>('amount'),
    }),
    expected: t.field({
      type: MoneyType,
      description: 'By probability.',
      resolve: amountIn<Layer>('expected'),
    }),
  }),
});

type Cell = ForecastCell & { readonly currency: string };
const amounts = {
  committed: 'What was or is to be paid in the period, whether it is paid or not.',
  actual: 'Money that came in in it, by its value day.',
  open: 'What is still open and may come in it, from today on.',
  expected: 'The same by probability.',
  overdue: 'What of that is late already.',
} as const;

const CellType = builder.objectRef<Cell>('ForecastCell').implement({
  description: 'One period of one cut.',
  fields: (t) => ({
    period: t.exposeString('period', { description: 'Which: `1405-01`.' }),
    from: t.field({ type: 'LocalDate', description: 'Its first day.', resolve: (c) => c.from }),
    through: t.field({
      type: 'LocalDate',
      description: 'Its last day.',
      resolve: (c) => c.through,
    }),
    key: t.exposeString('key', {
      nullable: true,
      description: 'The id of the person, team, customer or segment; the method or currency.',
    }),
    ...(Object.fromEntries(
      Object.entries(amounts).map(([name, description]) => [
        name,
        t.field({
          type: MoneyType,
          description,
          resolve: amountIn<Cell>(name as keyof typeof amounts),
        }),
      ]),
    ) as Record<keyof typeof amounts, never>),
    layers: t.field({
      type: [LayerType],
      description: 'Kept apart: nothing of it is in the amounts beside it.',
      resolve: ({ layers, currency }) => layers.map((layer) => ({ ...layer, currency })),
    }),
  }),
});

const ForecastType = builder.objectRef<Forecast>('InflowForecast').implement({
  description: 'What was and is to come in, and what has. In the firm’s currency.',
  fields: (t) => ({
    cells: t.field({
      type: [CellType],
      description: 'By period, then by what it is cut by.',
      resolve: ({ cells, currency }) => cells.map((cell) => ({ ...cell, currency })),
    }),
    undated: t.field({
      type: MoneyType,
      description: 'Open, and nobody knows when it is due.',
      resolve: amountIn<Forecast>('undated'),
    }),
    later: t.field({
      type: MoneyType,
      description: 'Open, and expected after the last of the periods.',
      resolve: amountIn<Forecast>('later'),
    }),
  }),
});

const common = (arg: Arguments) => ({
  from: arg({ type: 'LocalDate', required: true, description: 'From this day on.' }),
  through: arg({ type: 'LocalDate', required: true, description: 'To this day.' }),
  slice: arg({ type: InflowSlice, description: 'By what it is cut; NONE if not said.' }),
  expectation: arg({ type: Expectation, description: 'As the firm has it if not said.' }),
  teamId: arg.id({ description: 'Of this team alone.' }),
  ownerId: arg.id({ description: 'Of this salesperson alone.' }),
  partyId: arg.id({ description: 'Of this customer alone.' }),
});

builder.queryField('inflowForecast', (t) =>
  t.field({
    type: ForecastType,
    description:
      'What was committed, what came in, and what is still expected, period by period, within ' +
      'reach. What is open counts once and from today on; what is late, today.',
    args: {
      periodKind: t.arg({ type: PeriodKind, description: 'MONTH if not said.' }),
      ...common(t.arg),
    },
    resolve: async (_root, args, context) => {
      requireIds(args, 'teamId', 'ownerId', 'partyId');
      const { database, clock, dayOf } = context.parts;
      const viewer = context.requireViewer();
      const setting = await loadInflowSetting(database);
      const { from, through, teamId = null, ownerId = null, partyId = null } = args;
      const kind = args.periodKind ?? 'MONTH';
      return inflowForecast.forecast(database, viewer, {
        ...{ teamId, ownerId, partyId, today: dayOf(clock.now()), slice: args.slice ?? 'NONE' },
        expectation: args.expectation ?? setting.expectation,
        periods: requirePeriods(from, through, kind, setting.calendar),
      });
    },
  }),
);

const RowType = builder.objectRef<ForecastRow>('ForecastRow').implement({
  description: 'A part of a forecast: of a commitment, or of what may come of something.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'COMMITMENT, or what it is kept apart as.' }),
    kind: t.exposeString('kind', { description: 'Why then: `DUE`, `DELAY`, `PROMISE`, `CHEQUE`.' }),
    id: t.exposeID('id', { description: 'The commitment, or what else it is.' }),
    commitment: t.field(
      reference<ForecastRow>(PaymentCommitmentType, 'The commitment.', (row) =>
        row.layer === 'COMMITMENT' ? row.id : null,
      ),
    ),
    party: t.field(reference<ForecastRow>(PartyType, 'Who is to pay.', (row) => row.partyId)),
    owner: t.field(
      reference<ForecastRow>(SalespersonType, 'Who looks after it.', (row) => row.ownerId),
    ),
    dueOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'When it is due.',
      resolve: (row) => row.dueOn,
    }),
    expectedOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'When it is expected.',
      resolve: (row) => row.expectedOn,
    }),
    amount: t.field({
      type: MoneyType,
      description: 'How much.',
      resolve: amountIn<ForecastRow>('amount'),
    }),
    percent: t.field({ type: 'Decimal', description: 'How probable.', resolve: (r) => r.percent }),
    expected: t.field({
      type: MoneyType,
      description: 'By probability.',
      resolve: amountIn<ForecastRow>('expected'),
    }),
  }),
});

builder.queryField('inflowForecastRows', (t) =>
  t.field({
    type: [RowType],
    description: 'What the open part of a forecast is made of, the soonest first, within reach.',
    args: {
      ...common(t.arg),
      key: t.arg.string({ description: 'Of this key of the cut alone; of none if not said.' }),
      layer: t.arg.string({ description: 'Of this layer alone: `COMMITMENT`, `OPPORTUNITY`.' }),
      ...paged(t.arg),
    },
    resolve: async (_root, args, context) => {
      requireIds(args, 'teamId', 'ownerId', 'partyId');
      const { database, clock, dayOf } = context.parts;
      const viewer = context.requireViewer();
      const setting = await loadInflowSetting(database);
      const { from, through, teamId = null, ownerId = null, partyId = null } = args;
      return inflowForecast.rows(database, viewer, {
        ...{ teamId, ownerId, partyId, today: dayOf(clock.now()), from, through },
        ...{ slice: args.slice ?? 'NONE', key: args.key ?? null, layer: args.layer ?? null },
        expectation: args.expectation ?? setting.expectation,
        ...requirePage(args.first, args.offset),
      });
    },
  }),
);

const AccuracyPeriodType = builder
  .objectRef<AccuracyPeriod & { readonly currency?: string }>('AccuracyPeriod')
  .implement({
    description: 'What was expected of a month when it began, and what came.',
    fields: (t) => ({
      period: t.exposeString('period', { description: 'The month.' }),
      takenOn: t.field({
        type: 'LocalDate',
        description: 'The day whose forecast it is.',
        resolve: (one) => one.takenOn,
      }),
      expected: t.field({
        type: 'Decimal',
        description: 'In the firm’s currency.',
        resolve: (one) => one.expected,
      }),
      actual: t.field({
        type: 'Decimal',
        description: 'In the firm’s currency.',
        resolve: (one) => one.actual,
      }),
    }),
  });

const AccuracyType = builder.objectRef<ForecastAccuracy>('ForecastAccuracy').implement({
  description: 'How well it was known beforehand what somebody’s customers pay.',
  fields: (t) => ({
    owner: t.field(
      reference<ForecastAccuracy>(SalespersonType, 'Who looks after them.', (a) => a.ownerId),
    ),
    expected: t.field({
      type: 'Decimal',
      description: 'Of all months, in the firm’s currency.',
      resolve: (a) => a.expected,
    }),
    actual: t.field({
      type: 'Decimal',
      description: 'Of all months, in the firm’s currency.',
      resolve: (a) => a.actual,
    }),
    biasPercent: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'So much more than came was expected; below zero: less.',
      resolve: (a) => a.biasPercent,
    }),
    mape: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The mean of how far off months were, in percent of what came in them.',
      resolve: (a) => a.mape,
    }),
    periods: t.field({
      type: [AccuracyPeriodType],
      description: 'Month by month.',
      resolve: (a) => [...a.periods],
    }),
  }),
});

builder.queryField('forecastAccuracy', (t) =>
  t.field({
    type: [AccuracyType],
    description: 'Forecasts that were kept against what came, of months that are over, by owner.',
    args: {
      from: t.arg({ type: 'LocalDate', required: true, description: 'From this day on.' }),
      through: t.arg({ type: 'LocalDate', required: true, description: 'To this day.' }),
    },
    resolve: async (_root, { from, through }, context) => {
      const { database, clock, dayOf } = context.parts;
      const viewer = context.requireViewer();
      const { calendar } = await loadInflowSetting(database);
      const periods = requirePeriods(from, through, 'MONTH', calendar);
      const today = dayOf(clock.now());
      return forecastAccuracy(database, viewer, { today, calendar, periods });
    },
  }),
);
