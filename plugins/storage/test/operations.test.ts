import { rmSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { operations } from '../src/operations';
import { administrationCases } from './cases/administration';
import { objectCases } from './cases/objects';
import { signingCases } from './cases/signing';
import { transferCases } from './cases/transfers';
import { telemetry, temporary } from './support';

const cases = [...transferCases, ...objectCases, ...signingCases, ...administrationCases];

describe('every row', () => {
  afterEach(() => expect(telemetry.take()).toEqual([]));
  afterAll(() => {
    rmSync(temporary, { recursive: true });
    stopTelemetry();
  });

  test('has a case', () => {
    const traced = Object.entries(operations).flatMap(([className, { methods }]) =>
      Object.entries(methods).flatMap(([method, row]) =>
        'operation' in row || method.endsWith('Stream') ? [`${className}.${method}`] : [],
      ),
    );
    expect([...new Set(cases.map(({ row }) => row))].toSorted()).toEqual(traced.toSorted());
  });

  test.each(cases)('$row: $called', async ({ run, spans }) => {
    await run();
    expect(telemetry.take()).toEqual(spans);
  });
});
