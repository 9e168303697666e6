import { VertexAIInstrumentation } from '@gcp-otel/instrumentation-vertexai';
import type { Subject } from '../subject.ts';
import { type Call, callSuites, metricsOnly } from '../suites/calls.ts';
import { delay, perChunk, type Transfer } from '../suites/streams.ts';
import { handwritten } from './handwritten.ts';
import { defineLibrary, type Library, params } from './library.ts';

const subject: Subject<Library> = {
  scope: '@gcp-otel/instrumentation-vertexai',
  newPlugin: () => new VertexAIInstrumentation(),
  defineLibrary,
  forSamplers: /^(?:gen_ai\.(?:operation\.name|provider\.name|request\.model)$|server\.)/,
};

const generateContent: Call<Library, InstanceType<Library['Models']>> = {
  bare: ({ models }) => models().generateContent(params),
  instrumented: ({ models }) => models().generateContent(params),
  traced() {
    const byHand = handwritten();
    return ({ models }) => byHand.generateContent(models(), params);
  },
  method: ({ Models }) => {
    const { generateContentInternal } = Models.prototype;
    return function (this: InstanceType<Library['Models']>) {
      return generateContentInternal.call(this, params);
    };
  },
  target: ({ models }) => models(),
};

const measuredContent = () => {
  const byHand = handwritten();
  return ({ models }: Library) => byHand.measureContent(models(), params);
};

export const content = {
  ...callSuites(subject, generateContent),
  metricsOnly: metricsOnly(subject, generateContent, measuredContent),
};

const read = async (stream: Promise<AsyncIterable<unknown>>, heard: () => void = () => {}): Promise<void> => {
  for await (const chunk of await stream) {
    void chunk;
    heard();
  }
};

/** Without metrics, because the semantic conventions record one value for each chunk. */
const stream: Transfer<Library> = {
  run: ({ Models }, chunks) => read(new Models(chunks).generateContentStream(params)),
  counted: ['gen_ai.usage.output_tokens', 1],
  unmeasured: true,
};

const turn = () => new Promise(setImmediate);

export const chunk = {
  forAwait: perChunk(subject, stream),
  delay: delay(subject, stream, [
    ({ Models }, heard) => read(new Models(1, turn).generateContentStream(params), heard),
  ]),
};
