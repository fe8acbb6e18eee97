import { tally, type JestReport } from '../../scripts/check.ts';

const report = (numbers: Partial<JestReport>): JestReport => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...numbers,
});

describe('what a check has shown', () => {
  const lost = report({ numPassedTests: 9, numRuntimeErrorTestSuites: 1 });

  test.each<[string, JestReport | null, number, number, [passed: number, failed: number]]>([
    ['all is well', report({ numPassedTests: 9 }), 0, 0, [9, 0]],
    ['a test failed', report({ numPassedTests: 8, numFailedTests: 1 }), 1, 0, [8, 1]],
    ['two other checks failed', report({ numPassedTests: 9 }), 0, 2, [9, 2]],
    ['a file did not run', lost, 1, 0, [9, 1]],
    ['a test is skipped', report({ numPassedTests: 9, numPendingTests: 1 }), 0, 0, [9, 1]],
    ['a test is to be written', report({ numPassedTests: 9, numTodoTests: 1 }), 0, 0, [9, 1]],
    ['all green, yet jest failed', report({ numPassedTests: 9 }), 1, 0, [9, 1]],
    ['no test ran', report({}), 0, 0, [0, 1]],
    ['jest left no report', null, 1, 1, [0, 2]],
  ])('%s', (_what, jest, code, failedChecks, [passed, failed]) => {
    expect(tally(jest, code, failedChecks)).toEqual({ passed, failed });
  });
});
