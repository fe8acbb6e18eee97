import { readFile, rm, writeFile } from 'node:fs/promises';
import { BadFiles } from '../../src/demo/read-table.ts';
import { copyOfFiles, inWorld, patience } from './demo-world.ts';

describe('files that cannot be loaded', () => {
  let folder: URL;

  beforeEach(async () => {
    folder = await copyOfFiles();
  });

  afterEach(() => rm(folder, { recursive: true }));

  const edit = async (file: string, change: (text: string) => string): Promise<void> => {
    const path = new URL(file, folder);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };

  const faultsOf = async (): Promise<string[]> => {
    const faults: string[] = [];
    await inWorld(async (world) => {
      const error: unknown = await world.load({ folder }).catch((reason: unknown) => reason);
      if (!(error instanceof BadFiles)) throw new Error('It was loaded', { cause: error });
      faults.push(...error.message.split('\n'));
    });
    return faults.sort();
  };

  it('are named with every bad row and column', async () => {
    await edit('units.csv', (text) => text.replace('KGM,Kilogram,کیلوگرم,3', 'KGM,,کیلوگرم,three'));
    await edit('products.csv', (text) => text.replace(',PCE,SERIAL\n', ',PCE,SERIALS\n'));
    await edit('people.csv', (text) => text.replace('login,name_en', 'name,name_en'));
    await edit('opening_stock.csv', (text) => text.replace(/^TEH,FLR-02,HB-024-GS,1,/m, '$&,'));
    expect(await faultsOf()).toEqual([
      'opening_stock.csv line 2: 9 fields; the header has 8',
      'people.csv line 1, login: The column is missing',
      'products.csv line 2, tracking: Invalid option: expected one of "NONE"|"LOT"|"SERIAL"',
      'units.csv line 8, decimals: Must be a whole number',
      'units.csv line 8, name_en: Must not be empty',
    ]);
  });

  it('are named where one says what the other lacks', async () => {
    await edit('warehouses.csv', (text) => text.replace(/^TBZ,.*\n/m, ''));
    await edit('locations.csv', (text) => text.replace(/^TBZ,.*\n/gm, ''));
    await edit('opening_stock.csv', (text) => text.replace(/^TBZ,.*\n/gm, ''));
    expect(await faultsOf()).toEqual([
      'people.csv line 8, warehouses: warehouses.csv has no TBZ',
      'transfers.csv line 12, destination: warehouses.csv has no TBZ',
      'transfers.csv line 4, destination: warehouses.csv has no TBZ',
      'transfers.csv line 5, source: warehouses.csv has no TBZ',
      'transfers.csv line 7, destination: warehouses.csv has no TBZ',
    ]);
  });

  it.each([
    ['barcodes.csv', '2100101013577,', '2100101013578,', /line 2, code: .*check digit/],
    ['opening_stock.csv', 'HB-024-GS,1,PCE', 'HB-024-GS,1,BX', /line 2, unit: /],
    ['transfer_lines.csv', '1,PU-25-06,6,', '1,PU-25-06,6000,', /line 2: .*WRONG_LOCATION/],
  ])(
    'are named where the product itself refuses: %s',
    async (file, right, wrong, fault) => {
      await edit(file, (text) => text.replace(right, wrong));
      expect(await faultsOf()).toEqual([expect.stringMatching(fault)]);
    },
    patience,
  );
});
