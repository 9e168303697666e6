import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedVertexAI } from '../emulators/index.ts';
import { calls } from '../scenarios/vertexai/invisible.ts';
import { type Observed, ownKeysOf, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';

const of = seenOf();

const clients = [
  { client: '@google/genai', titles: Object.keys(calls.genai) },
  { client: '@google-cloud/vertexai', titles: Object.keys(calls.legacy) },
];

describe.each(clients)('$client with the plugin, as without it', ({ client, titles }) => {
  let shipped: Observed;
  let traced: Observed;

  beforeAll(async () => {
    const options = {
      scenario: 'vertexai/invisible',
      mode: 'cjs',
      client,
      backend: sharedScriptedVertexAI(),
      // With all that is read of what goes in and out.
      env: { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' },
    } as const;
    ({ shipped, traced } = await withAndWithout(options, titles, of));
  }, 200_000);

  test.each(titles)('%s', (title) => {
    expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
    expect(of(title, traced)).toEqual(of(title, shipped));
  });

  test('what is returned and given has the same own properties', () => {
    expect(ownKeysOf(traced)).toEqual(ownKeysOf(shipped));
  });

  test("the client's classes, but for what its constructors assign", () => {
    const names = new Set([...Object.keys(shipped.classes), ...Object.keys(traced.classes)]);
    const changed = [...names].filter((name) => traced.classes[name] !== shipped.classes[name]);
    // Accessors, not enumerable: an instance gets its own property all the same.
    const assigned = ['Models.generateContent', 'Models.generateContentStream'];
    expect(changed.toSorted()).toEqual(client === '@google/genai' ? assigned : []);
  });

  test('the process', () => {
    expect(new Set(traced.process)).toEqual(new Set(shipped.process));
  });
});
