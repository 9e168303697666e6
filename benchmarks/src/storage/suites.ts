import type { Writable } from 'node:stream';
import { StorageInstrumentation } from '@gcp-otel/instrumentation-storage';
import { byPipe, type Consume, forAwait, onData } from '../consumers.ts';
import { AFTER_A_TURN } from '../stub.ts';
import type { Subject } from '../subject.ts';
import { type Call, callSuites, metricsOnly } from '../suites/calls.ts';
import { delay, inEachWay, perChunk, type Transfer } from '../suites/streams.ts';
import { handwritten } from './handwritten.ts';
import { CHUNK, defineLibrary, type Library } from './library.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-storage',
  newPlugin: () => new StorageInstrumentation(),
  defineLibrary,
  forSamplers: /^(?:gcp\.storage\.(?:operation|bucket|object)$|server\.)/,
};

const getMetadata: Call<Library, InstanceType<Library['File']>> = {
  bare: ({ File }) => new File().getMetadata(),
  instrumented: ({ File }) => new File().getMetadata(),
  traced() {
    const byHand = handwritten();
    return ({ File }) => byHand.getMetadata(new File());
  },
  method: ({ ServiceObject }) => ServiceObject.prototype.getMetadata,
  target: ({ File }) => new File(),
};

const measuredMetadata = () => {
  const byHand = handwritten();
  return ({ File }: Library) => byHand.measureMetadata(new File());
};

export const metadata = {
  ...callSuites(subject, getMetadata),
  metricsOnly: metricsOnly(subject, getMetadata, measuredMetadata),
};

const download = (consume: Consume): Transfer<Library> => ({
  run: ({ File }, chunks) => consume(new File().createReadStream(chunks)),
  counted: ['gcp.storage.bytes.received', CHUNK.length],
});

/** Writes as fast as the stream accepts chunks. That of the stub accepts them at once. */
const writeTo = (stream: Writable, chunks: number): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.once('finish', resolve).once('error', reject);
    for (let left = chunks; left > 0; left--) stream.write(CHUNK);
    stream.end();
  });

const upload: Transfer<Library> = {
  run: ({ File }, chunks) => writeTo(new File().createWriteStream(), chunks),
  counted: ['gcp.storage.bytes.sent', CHUNK.length],
};

export const chunk = {
  forAwait: perChunk(subject, download(forAwait)),
  onData: perChunk(subject, download(onData)),
  byPipe: perChunk(subject, download(byPipe)),
  written: perChunk(subject, upload),
  delay: delay(
    subject,
    download(onData),
    inEachWay(({ File }) => new File().createReadStream(1, AFTER_A_TURN)),
  ),
};
