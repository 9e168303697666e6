import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { stopTelemetry, type SeenSpan } from '../../../shared/test/telemetry';
import { operations } from '../src/operations';
import { listenerCases } from './cases/listeners';
import { readCases } from './cases/reads';
import { transactionCases } from './cases/transactions';
import { writeCases } from './cases/writes';
import { firestore, telemetry } from './support';

const cases = [...readCases, ...writeCases, ...transactionCases, ...listenerCases];

const sizeOf = (spans: readonly SeenSpan[]): number =>
  spans.reduce((size, { children = [] }) => size + 1 + sizeOf(children), 0);

/** A rollback ends after the transaction that asked for it. */
const untilFinished = async (count: number): Promise<void> => {
  const deadline = performance.now() + 30_000;
  while (telemetry.finished().length < count && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('every row', () => {
  afterEach(() => expect(telemetry.take()).toEqual([]));
  afterAll(async () => {
    await firestore.terminate();
    stopTelemetry();
  });

  test('has a case', () => {
    const traced = Object.entries(operations).flatMap(([className, { methods }]) =>
      Object.entries(methods).flatMap(([method, row]) => ('wrap' in row ? [] : [`${className}.${method}`])),
    );
    expect([...new Set(cases.map(({ row }) => row))].toSorted()).toEqual(traced.toSorted());
  });

  test.each(cases)('$row: $called', async ({ run, spans }) => {
    await run();
    await untilFinished(sizeOf(spans));
    expect(telemetry.take()).toEqual(spans);
  });
});
