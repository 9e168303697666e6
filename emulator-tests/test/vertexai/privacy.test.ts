import { beforeAll, describe, expect, test } from '@jest/globals';
import { legacyOperations, operations } from '../../../plugins/vertexai/src/operations.ts';
import { contents } from '../../conventions/messages.ts';
import { sharedScripted } from '../../emulators/index.ts';
import type { LogRecord, ScenarioOutcome, SpanRecord } from '../../harness/index.ts';
import { canary } from '../../scenarios/vertexai/all-secrets.ts';
import { imageData } from '../../scenarios/vertexai/calls.ts';
import { services } from '../../services/index.ts';
import {
  failingFunctions,
  leaks,
  rowsWithoutSecrets,
  toldFunctions,
  withoutAnyMessages,
  withoutMessages,
} from '../../suites/privacy/find-secrets.ts';
import { rowsOf } from '../../suites/rows.ts';
import { runChecked } from '../../suites/run-checked.ts';

const scope = services.vertexai.layers.semantic;
const variable = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
const eventName = 'gen_ai.client.inference.operation.details';

/** What is recorded in no mode: bytes, a key, an access token. */
const never = [imageData, 'scripted-key', 'scripted-access-token'];

/** What a tool was given, and what it gave, is on its own span. */
const ofTools = ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'];
const said = new Set([...Object.keys(contents), ...ofTools]);

const withoutContent = (attributes: SpanRecord['attributes']) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => !said.has(key)));

interface Own {
  readonly spans: readonly SpanRecord[];
  readonly logs: readonly LogRecord[];
}

const ownOf = ({ spans, logs }: ScenarioOutcome): Own => ({
  spans: spans.filter((span) => span.scope.name === scope),
  logs: logs.filter((log) => log.scope.name === scope),
});

/** What of all that is there to be told is told. */
const toldOn = (items: readonly { readonly attributes: object }[]) =>
  [...said].filter((key) => items.some(({ attributes }) => key in attributes));

/** Without what was asked for: nothing is left to find. */
function rest(outcome: ScenarioOutcome): ScenarioOutcome {
  const strip = <Item extends { readonly attributes: object }>(item: Item): Item => ({
    ...item,
    attributes: withoutContent(item.attributes as SpanRecord['attributes']),
  });
  return {
    ...outcome,
    spans: outcome.spans.map((span) => strip(withoutMessages(span))),
    logs: outcome.logs.map(strip),
  };
}

/** What is wrong with the contents of an item: structures, or their JSON. */
const wrongIn = (items: Own['spans'] | Own['logs'], read: (value: unknown) => unknown) =>
  items.flatMap(({ attributes }) =>
    Object.entries(contents).flatMap(([name, check]) =>
      name in attributes ? check(read(Reflect.get(attributes, name)), name) : [],
    ),
  );

describe.each(['@google/genai', '@google-cloud/vertexai'])(
  'secrets in everything that is said by %s',
  (client) => {
    let byDefault: ScenarioOutcome;
    let withMessages: ScenarioOutcome;
    let onSpans: ScenarioOutcome;
    let onEvents: ScenarioOutcome;
    const toolsOf = client === '@google/genai' ? ofTools : [];

    beforeAll(async () => {
      const run = (more: object = {}) =>
        runChecked({
          scenario: 'vertexai/all-secrets',
          mode: 'cjs',
          client,
          backend: sharedScripted('vertexai'),
          ...more,
        });
      [byDefault, withMessages, onSpans, onEvents] = await Promise.all([
        run(),
        run({ config: { captureErrorMessages: true } }),
        run({ config: { captureMessageContent: 'SPAN_ONLY' } }),
        run({ env: { [variable]: 'event_only' } }),
      ]);
    });

    test('none is in what we emit', () => {
      expect(leaks(byDefault, scope, canary)).toEqual([]);
      expect(ownOf(byDefault).logs).toEqual([]);
      expect(toldOn(ownOf(byDefault).spans)).toEqual([]);
    });

    test('every row of the table was told some', () => {
      const table = client === '@google/genai' ? operations : legacyOperations;
      expect(rowsWithoutSecrets(byDefault, scope, rowsOf(table), services.vertexai.innerRows)).toEqual([]);
    });

    test('some are in nothing that we emit, whatever is asked for', () => {
      // The server's own words may quote anything.
      const quoting = withoutAnyMessages(withMessages);
      for (const outcome of [byDefault, quoting, onSpans, onEvents])
        for (const secret of never) expect(leaks(outcome, scope, secret)).toEqual([]);
    });

    test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
      const failed = ownOf(withMessages).spans.filter(({ status }) => status.code === 'ERROR');
      expect(JSON.stringify(failed.map(({ status }) => status.message))).toContain(canary);
      const stripped = withoutAnyMessages(withMessages);
      expect(leaks(stripped, scope, canary)).toEqual([]);
    });

    test('on spans: as JSON in the schema of the conventions, and nowhere else', () => {
      const { spans, logs } = ownOf(onSpans);
      expect(leaks(onSpans, scope, canary)).not.toEqual([]);
      expect(leaks(rest(onSpans), scope, canary)).toEqual([]);
      expect(toldOn(spans)).toEqual([...Object.keys(contents), ...toolsOf]);
      expect(logs).toEqual([]);
      expect(wrongIn(spans, (value) => JSON.parse(String(value)))).toEqual([]);
    });

    test('on events, which belong to their spans: structured in the same schema, and nowhere else', () => {
      const { spans, logs } = ownOf(onEvents);
      expect(leaks(onEvents, scope, canary)).not.toEqual([]);
      expect(leaks(rest(onEvents), scope, canary)).toEqual([]);
      expect(toldOn(spans)).toEqual([]);
      expect(toldOn(logs)).toEqual(Object.keys(contents));
      expect(new Set(logs.map((log) => log.eventName))).toEqual(new Set([eventName]));
      expect(wrongIn(logs, (value) => value)).toEqual([]);
      // An event says what its span says.
      const byId = new Map(spans.map((span) => [span.spanId, span]));
      expect(logs.map(({ attributes }) => withoutContent(attributes as SpanRecord['attributes']))).toEqual(
        logs.map(({ spanId }) => byId.get(spanId ?? '')?.attributes),
      );
    });

    test("the application's failing functions are named, and quoted", () => {
      expect(toldFunctions(byDefault)).toEqual(failingFunctions);
    });
  },
);

test.each([
  ['no list', 'a prompt', ['m[0]: no object']],
  ['an unknown role', [{ role: 'model', parts: [] }], ['m[0]: role']],
  ['no parts', [{ role: 'user' }], ['m[0].parts[0]: no object']],
  ['a part without a type', [{ role: 'user', parts: [{ content: '' }] }], ['m[0].parts[0]: no type']],
  [
    'the bytes of an image',
    [{ role: 'user', parts: [{ type: 'blob', modality: 'image', content: 'aGk=' }] }],
    ['m[0].parts[0] blob: has content'],
  ],
])('the suite sees a message that is not in the schema: %s', (_, messages, wrong) => {
  expect(contents['gen_ai.input.messages']!(messages, 'm')).toEqual(wrong);
});
