import {
  proposePicks,
  withoutPicked,
  type PickCandidate,
  type PickFacts,
  type PickWanted,
} from '../../src/modules/inventory/rules/propose-picks.ts';

/** `A1 10`, `A1 L1 10`, `A1 L1 10 own a 4`, `A2 5 owner X`, `A1 5 in P`, `A1 5 walk 3`. */
function goods(text: string): PickCandidate {
  const [place = '', ...rest] = text.split(' ');
  const lot = /^[LS]/.test(rest[0] ?? '') ? (rest.shift() ?? null) : null;
  const free = rest.shift() ?? '0';
  const said = (word: string): string | undefined => {
    const at = rest.indexOf(word);
    return at < 0 ? undefined : rest[at + 1];
  };
  const line = said('own');
  return {
    productId: 'VALVE',
    warehouseId: 'TEH',
    locationId: place,
    location: place,
    walkOrder: Number(said('walk') ?? 0),
    lotId: lot,
    lot,
    isSerial: lot?.startsWith('S') ?? false,
    ownerId: said('owner') ?? null,
    packageId: said('in') ?? null,
    free,
    own: line === undefined ? {} : { [line]: rest[rest.indexOf('own') + 2] ?? '0' },
  };
}

const facts = (
  free: string,
  candidates: readonly string[],
  held: Record<string, string> = {},
): PickFacts => ({
  candidates: candidates.map(goods),
  levels: [{ productId: 'VALVE', warehouseId: 'TEH', free }],
  held,
});

/** `a 5`, `a 5 L1,L2`, `a 5 at A1`, `a 5 in P`, `a 5 owner X`. */
function wanted(text: string): PickWanted {
  const [lineId = '', quantity = '', ...rest] = text.split(' ');
  const said = (word: string): string | null =>
    rest.includes(word) ? (rest[rest.indexOf(word) + 1] ?? null) : null;
  return {
    lineId,
    productId: 'VALVE',
    warehouseId: 'TEH',
    quantity,
    lotIds: /^[LS]/.test(rest[0] ?? '') ? (rest[0] ?? '').split(',') : null,
    locationId: said('at'),
    packageId: said('in'),
    ownerId: said('owner'),
  };
}

const told = (lines: readonly string[], what: PickFacts): string[] => {
  const { picks, missing } = proposePicks(lines.map(wanted), what);
  return [
    ...picks.map((pick) =>
      [pick.lineId, pick.location, pick.lot, pick.quantity]
        .filter((word) => word !== null)
        .join(' '),
    ),
    ...missing.map(({ lineId, quantity }) => `${lineId} lacks ${quantity}`),
  ];
};

// The candidates come in the order in which goods are to go: by their dates, then as SQL says.
test.each<[string, string[], PickFacts, string[]]>([
  [
    'takes what goes first',
    ['a 5'],
    facts('9', ['A2 L1 4', 'A1 L2 5']),
    ['a A1 L2 1', 'a A2 L1 4'],
  ],
  [
    'no more than there is',
    ['a 9'],
    facts('7', ['A1 4', 'A2 3']),
    ['a A1 4', 'a A2 3', 'a lacks 2'],
  ],
  [
    'nothing that is promised of the sum to others',
    ['a 5'],
    facts('3', ['A1 10']),
    ['a A1 3', 'a lacks 2'],
  ],
  ['what is held for itself besides', ['a 5'], facts('1', ['A1 10'], { a: '4' }), ['a A1 5']],
  [
    'not what is held for another line',
    ['a 5', 'b 5'],
    facts('1', ['A1 10'], { b: '5' }),
    ['a A1 1', 'b A1 5', 'a lacks 4'],
  ],
  [
    'its own very goods first, though others go sooner',
    ['a 5'],
    facts('9', ['A1 L1 9', 'A2 L2 0 own a 4'], { a: '4' }),
    ['a A1 L1 1', 'a A2 L2 4'],
  ],
  [
    'not the very goods of another',
    ['a 5'],
    facts('3', ['A1 L1 0 own b 4', 'A2 L2 3']),
    ['a A2 L2 3', 'a lacks 2'],
  ],
  [
    'lines that name their goods choose first',
    ['a 5', 'b 5 L1'],
    facts('10', ['A1 L1 5', 'A2 L2 5']),
    ['b A1 L1 5', 'a A2 L2 5'],
  ],
  [
    'just the serials it names',
    ['a 2 S2,S3'],
    facts('3', ['A1 S1 1', 'A1 S2 1', 'A2 S3 1']),
    ['a A1 S2 1', 'a A2 S3 1'],
  ],
  ['just the place', ['a 2 at A2'], facts('9', ['A1 5', 'A2 1']), ['a A2 1', 'a lacks 1']],
  ['just the package', ['a 2 in P'], facts('9', ['A1 5', 'A1 2 in P']), ['a A1 2']],
  [
    'goods of an owner, though nothing is ours',
    ['a 2 owner X'],
    facts('0', ['A1 5', 'A2 2 owner X']),
    ['a A2 2'],
  ],
  ['in walking order', ['a 9'], facts('9', ['A1 4 walk 2', 'A2 5 walk 1']), ['a A2 5', 'a A1 4']],
  [
    'two lines of one product see each other',
    ['a 4', 'b 4'],
    facts('6', ['A1 6']),
    ['a A1 4', 'b A1 2', 'b lacks 2'],
  ],
  ['a level below zero is none', ['a 1'], facts('-2', ['A1 6']), ['a lacks 1']],
])('%s', (_, lines, what, expected) => {
  expect(told(lines, what)).toEqual(expected);
});

test('what others name by hand is not proposed again', () => {
  const line = { productId: 'VALVE' };
  const picked = { line, locationId: 'A1', lotId: null, packageId: null, quantity: '3' };
  expect(told(['a 4'], withoutPicked(facts('9', ['A1 4', 'A2 5']), [picked]))).toEqual([
    'a A1 1',
    'a A2 3',
  ]);
});
