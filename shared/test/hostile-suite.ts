import { afterAll, describe, expect, test } from '@jest/globals';
import type { MeterProvider } from '@opentelemetry/api';
import type { OperationTable } from '../src';
import {
  callRow,
  enormous,
  type Given,
  inherited,
  libraryOf,
  oneOf,
  prototypes,
  renamed,
  rowsOf,
  settledSpans,
  strangeKeys,
  tooLong,
  tooLongLabels,
  troubles,
} from './hostile';
import { startTelemetry, stopTelemetry, type SeenSpan } from './telemetry';

interface Hostile {
  readonly table: OperationTable;
  readonly plugin: {
    instrumentModule(library: object): unknown;
    setMeterProvider(provider: MeterProvider): void;
  };
  /** Gives a library what the plugin looks for beside the classes of its table. */
  readonly complete?: (library: ReturnType<typeof libraryOf>) => void;
  /** The private fields of all classes at once, filled with what an application was given. */
  readonly fieldsOf: (given: Given) => object;
  readonly argsOf: (row: string, given: Given) => readonly unknown[];
  readonly answerOf: (given: Given, row: string) => unknown;
}

/** Calls each row of a table with names and lists that nobody expects. The library has no network, so that it gets through. */
export const hostileSuite = ({ table, plugin, complete, fieldsOf, argsOf, answerOf }: Hostile): void => {
  const telemetry = startTelemetry();
  // It was made before there was one.
  plugin.setMeterProvider(telemetry.meterProvider);
  afterAll(stopTelemetry);

  let measured = 0;

  const spansOf = async (row: string, given: Given): Promise<SeenSpan[]> => {
    const library = libraryOf(table, () => answerOf(given, row));
    complete?.(library);
    plugin.instrumentModule(library);
    await callRow(library, row, fieldsOf(given), argsOf(row, given));
    const spans = await settledSpans(telemetry);
    expect(spans).not.toEqual([]);
    return spans;
  };

  describe.each(rowsOf(table))('%s', (row) => {
    test.each(enormous)('records no more than the limits of %s', async (_, given) => {
      await telemetry.labels();
      expect(tooLong(await spansOf(row, given))).toEqual([]);
      const labels = await telemetry.labels();
      measured += labels.length;
      expect(tooLongLabels(labels)).toEqual([]);
      expect(troubles(telemetry)).toEqual([]);
    });

    test.each(inherited)('%s is a name like any other', async (name) => {
      const before = prototypes();
      const spans = await spansOf(row, oneOf(name));
      expect(prototypes()).toEqual(before);
      expect(strangeKeys(spans)).toEqual([]);
      expect(renamed(spans, name, 'users')).toEqual(
        renamed(await spansOf(row, oneOf('users')), name, 'users'),
      );
      expect(troubles(telemetry)).toEqual([]);
    });
  });

  test('not every row is measured, but some are', () => {
    expect(measured).toBeGreaterThan(0);
  });
};
