import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { StorageInstrumentation } from '@gcp-otel/instrumentation-storage';
import { loadFigures } from '../src/figures.ts';
import { handwritten } from '../src/storage/handwritten.ts';
import { CHUNK, defineLibrary, type Library } from '../src/storage/library.ts';
import type { Subject } from '../src/subject.ts';
import { findSuite } from '../src/suites.ts';
import { type Call, callSuites } from '../src/suites/calls.ts';
import { perChunk } from '../src/suites/streams.ts';
import { onData } from '../src/consumers.ts';
import { cleanUp, forOneTest, measure } from './support.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-storage',
  newPlugin: forOneTest(() => new StorageInstrumentation()),
  defineLibrary,
  forSamplers: /^gcp\.storage\./,
};

const getMetadata: Call<Library, InstanceType<Library['File']>> = {
  bare: ({ File }) => new File().getMetadata(),
  instrumented: ({ File }) => new File().getMetadata(),
  traced: () => {
    const { getMetadata: traced } = handwritten();
    return ({ File }) => traced(new File());
  },
  method: ({ ServiceObject }) => ServiceObject.prototype.getMetadata,
  target: ({ File }) => new File(),
};

const download = ({ File }: Library, chunks: number) => onData(new File().createReadStream(chunks));

afterEach(cleanUp);

test('every figure has its suite', async () => {
  const figures = (await loadFigures()).flatMap((one) => one.figures);
  await Promise.all(figures.map(({ suite }) => findSuite(suite)));
  await expect(findSuite('storage.metadata.samplde')).rejects.toThrow('no suite "storage.metadata.samplde"');
});

describe('calls are measured', () => {
  test('where both sides emit the same', async () => {
    expect(Object.keys(await callSuites(subject, getMetadata).sampled(measure))).toEqual([
      'bare',
      'handwritten',
      'instrumented',
    ]);
  });

  test('but not where one side emits less', async () => {
    const traced = () => {
      const { measureMetadata } = handwritten();
      return ({ File }: Library) => measureMetadata(new File());
    };
    const spanless = callSuites(subject, { ...getMetadata, traced });
    await expect(spanless.sampled(measure)).rejects.toThrow('strictly deep-equal');
  });

  test('but not where the library is not instrumented', () => {
    const passive = { ...subject, newPlugin: () => new StorageInstrumentation({ enabled: false }) };
    expect(() => callSuites(passive, getMetadata).noSdk(measure)).toThrow('the library is not instrumented');
  });
});

describe('streams are measured', () => {
  test('where the span counts what moves', async () => {
    const counting = { run: download, counted: ['gcp.storage.bytes.received', CHUNK.length] } as const;
    expect(Object.keys(await perChunk(subject, counting)(measure))).toEqual(['bare', 'instrumented']);
  });

  test('but not where it does not', async () => {
    const idle = { run: download, counted: ['gcp.storage.bytes.sent', CHUNK.length] } as const;
    await expect(perChunk(subject, idle)(measure)).rejects.toThrow('the stream is not traced');
  });
});

test('requests of the bare library are heard by nobody', async () => {
  const heard: unknown[] = [];
  const listener = (message: unknown): void => void heard.push(message);
  subscribe('http.client.request.created', listener);
  const lengths: number[] = [];
  for (const published of [false, true]) {
    const { File } = defineLibrary(published);
    await new File().getMetadata();
    lengths.push(heard.length);
  }
  unsubscribe('http.client.request.created', listener);
  expect(lengths).toEqual([0, 1]);
});
