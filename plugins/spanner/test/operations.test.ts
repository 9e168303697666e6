import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { operations } from '../src/operations';
import { administrationCases } from './cases/administration';
import { statementCases } from './cases/statements';
import { transactionCases } from './cases/transactions';
import { close, database, taken } from './support';

const cases = [...statementCases, ...transactionCases, ...administrationCases];

describe('every row', () => {
  // The first call learns the project and the session: neither is what is tested.
  beforeAll(async () => {
    await database.run('SELECT 1');
    taken();
  });
  afterEach(() => expect(taken()).toEqual([]));
  afterAll(async () => {
    await close();
    stopTelemetry();
  });

  test('has a case', () => {
    const traced = Object.entries(operations).flatMap(([className, { methods }]) =>
      Object.entries(methods).flatMap(([method, row]) =>
        'operation' in row ? [`${className}.${method}`] : [],
      ),
    );
    expect([...new Set(cases.map(({ row }) => row))].toSorted()).toEqual(traced.toSorted());
  });

  test.each(cases)('$row: $called', async ({ run, spans }) => {
    await run();
    // The span of a transaction in its callback form ends in the turn after it.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(taken()).toEqual(spans);
  });
});
