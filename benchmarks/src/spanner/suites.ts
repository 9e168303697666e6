import { SpannerInstrumentation } from '@gcp-otel/instrumentation-spanner';
import { type Consume, forAwait, onData } from '../consumers.ts';
import { AFTER_A_TURN } from '../stub.ts';
import { OF_DATABASES, type Subject } from '../subject.ts';
import { type Call, callSuites, metricsOnly } from '../suites/calls.ts';
import { delay, inEachWay, perChunk, type Transfer } from '../suites/streams.ts';
import { handwritten } from './handwritten.ts';
import { defineLibrary, type Library, QUERY } from './library.ts';
import { besideParameters, LARGE, LITERALS, NEW } from './statements.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-spanner',
  newPlugin: () => new SpannerInstrumentation(),
  defineLibrary,
  forSamplers: OF_DATABASES,
};

const runQuery: Call<Library, InstanceType<Library['Database']>> = {
  bare: ({ database }) => database.run(QUERY),
  instrumented: ({ database }) => database.run(QUERY),
  traced() {
    const byHand = handwritten();
    return ({ database }) => byHand.runQuery(database);
  },
  // Called without a query, which neither the library nor the disabled plugin reads.
  method: ({ Database }) => Database.prototype.run as () => Promise<unknown>,
  target: ({ database }) => database,
};

const measuredQuery = () => {
  const byHand = handwritten();
  return ({ database }: Library) => byHand.measureQuery(database);
};

export const query = {
  ...callSuites(subject, runQuery),
  metricsOnly: metricsOnly(subject, runQuery, measuredQuery),
};

/** With a query and its commit. */
const runTransaction: Call<Library, InstanceType<Library['Database']>> = {
  bare: ({ database }) =>
    database.runTransactionAsync(async (started) => {
      await started.run(QUERY);
      await started.commit();
    }),
  instrumented: ({ database }) =>
    database.runTransactionAsync(async (started) => {
      await started.run(QUERY);
      await started.commit();
    }),
  traced() {
    const byHand = handwritten();
    return ({ database }) => byHand.runTransaction(database);
  },
  method: ({ Database }) => Database.prototype.runTransactionAsync as () => Promise<unknown>,
  target: ({ database }) => database,
};

export const transaction = callSuites(subject, runTransaction, 3);

const rows = (consume: Consume): Transfer<Library> => ({
  run: ({ database }, count) => consume(database.runStream(QUERY, count)),
  counted: ['db.response.returned_rows', 1],
});

export const row = {
  forAwait: perChunk(subject, rows(forAwait)),
  onData: perChunk(subject, rows(onData)),
  delay: delay(
    subject,
    rows(onData),
    inEachWay(({ database }) => database.runStream(QUERY, 1, AFTER_A_TURN)),
  ),
};

/** The additional cost of a statement without parameters. */
export const statement = {
  literals: besideParameters(subject, LITERALS),
  new: besideParameters(subject, NEW),
  large: besideParameters(subject, LARGE, 1024),
};
