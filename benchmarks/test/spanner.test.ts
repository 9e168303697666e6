import { afterEach, expect, test } from '@jest/globals';
import { SpannerInstrumentation } from '@gcp-otel/instrumentation-spanner';
import { defineLibrary, type Library, QUERY } from '../src/spanner/library.ts';
import { besideParameters, LITERALS } from '../src/spanner/statements.ts';
import type { Subject } from '../src/subject.ts';
import { findSuite } from '../src/suites.ts';
import { cleanUp, forOneTest, measure } from './support.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-spanner',
  newPlugin: forOneTest(() => new SpannerInstrumentation()),
  defineLibrary,
  forSamplers: /^db\./,
};

afterEach(cleanUp);

test.each(['spanner.query.sampled', 'spanner.query.unsampled', 'spanner.transaction.sampled'])(
  '%s: both sides emit the same',
  async (name) => {
    const suite = await findSuite(name);
    expect(Object.keys(await suite(measure))).toEqual(['bare', 'handwritten', 'instrumented']);
  },
);

test('statements are measured where their literals are masked', async () => {
  expect(Object.keys(await besideParameters(subject, LITERALS)(measure))).toEqual(['bare', 'instrumented']);
});

test('but not where the span has nothing masked', async () => {
  await expect(besideParameters(subject, () => QUERY.sql.replace('20', '@n'))(measure)).rejects.toThrow(
    'did not match',
  );
});
