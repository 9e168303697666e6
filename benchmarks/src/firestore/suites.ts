import { FirestoreInstrumentation } from '@gcp-otel/instrumentation-firestore';
import { type Consume, forAwait, onData } from '../consumers.ts';
import { AFTER_A_TURN } from '../stub.ts';
import { OF_DATABASES, type Subject } from '../subject.ts';
import { type Call, callSuites, metricsOnly } from '../suites/calls.ts';
import { delay, inEachWay, perChunk, type Transfer } from '../suites/streams.ts';
import { handwritten } from './handwritten.ts';
import { defineLibrary, type Library } from './library.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-firestore',
  newPlugin: () => new FirestoreInstrumentation(),
  defineLibrary,
  forSamplers: OF_DATABASES,
};

const getDocument: Call<Library, InstanceType<Library['DocumentReference']>> = {
  bare: ({ DocumentReference }) => new DocumentReference().get(),
  instrumented: ({ DocumentReference }) => new DocumentReference().get(),
  traced() {
    const byHand = handwritten();
    return ({ DocumentReference }) => byHand.getDocument(new DocumentReference());
  },
  method: ({ DocumentReference }) => DocumentReference.prototype.get,
  target: ({ DocumentReference }) => new DocumentReference(),
};

const measuredDocument = () => {
  const byHand = handwritten();
  return ({ DocumentReference }: Library) => byHand.measureDocument(new DocumentReference());
};

export const document = {
  ...callSuites(subject, getDocument),
  metricsOnly: metricsOnly(subject, getDocument, measuredDocument),
};

/** A query has a text, which only recorded spans have, and rows. */
export const query = callSuites<Library, InstanceType<Library['Query']>>(subject, {
  bare: ({ Query }) => new Query().get(),
  instrumented: ({ Query }) => new Query().get(),
  traced() {
    const byHand = handwritten();
    return ({ Query }) => byHand.getQuery(new Query());
  },
  method: ({ Query }) => Query.prototype.get,
  target: ({ Query }) => new Query(),
});

const rows = (consume: Consume): Transfer<Library> => ({
  run: ({ Query }, count) => consume(new Query(count).stream()),
  counted: ['db.response.returned_rows', 1],
});

export const row = {
  forAwait: perChunk(subject, rows(forAwait)),
  onData: perChunk(subject, rows(onData)),
  delay: delay(
    subject,
    rows(onData),
    inEachWay(({ Query }) => new Query(1, AFTER_A_TURN).stream()),
  ),
};
