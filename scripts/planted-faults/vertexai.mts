import { type Fault, faultsIn } from './fault.mts';

export const faults: readonly Fault[] = [
  ...faultsIn('plugins/vertexai/src/billing.ts', [
    'what is fetched again is billed again',
    ' || charged.has(keyOf(name))) return false;',
    ') return false;',
  ]),
  ...faultsIn('plugins/vertexai/src/shapes.ts', [
    'values of a server are not validated',
    "typeof value === 'string' && pattern.test(value) ? value : undefined",
    'value as string | undefined',
  ]),
  ...faultsIn('plugins/vertexai/src/overlay.ts', [
    'frozen arguments break an invariant of a Proxy',
    'if (Reflect.ownKeys(values).some((property) => isFixed(target, property))) return overFixed(target, values);',
    '',
  ]),
  ...faultsIn('plugins/vertexai/src/tools.ts', [
    'later requests of a stream belong to whoever reads it',
    "typeof stream === 'object' && stream !== null ? caller.iterator(stream) : stream,",
    'stream,',
  ]),
  ...faultsIn('plugins/vertexai/src/content.ts', [
    'a list grows up to an index that the server chooses',
    ' && place < MAX_CANDIDATES',
    '',
  ]),
  ...faultsIn(
    'plugins/vertexai/src/responses.ts',
    [
      'a modality is looked up in an object',
      'MODALITIES.get(modality)',
      "(({ TEXT: 'text' }) as Record<string, string>)[modality]",
    ],
    [
      "tools' prompts are not billed",
      'sum(usage.promptTokenCount, usage.toolUsePromptTokenCount)',
      'sum(usage.promptTokenCount)',
    ],
    [
      'usage of chunks is summed',
      'answer.usage[field] = value;',
      "answer.usage[field] = typeof value === 'number' ? ((answer.usage[field] ?? 0) as number) + value : value;",
    ],
    ['a blocked prompt is no failure', "attributes['error.type'] = `BLOCKED_${blockReason}`;", ''],
  ),
  ...faultsIn('plugins/vertexai/src/content.ts', [
    'messages are recorded without being asked for',
    "return mode === true ? 'SPAN_AND_EVENT' : 'NO_CONTENT';",
    "return mode === false ? 'NO_CONTENT' : 'SPAN_AND_EVENT';",
  ]),
  ...faultsIn(
    'plugins/vertexai/src/messages.ts',
    [
      'media is recorded as it is',
      "return { type: 'blob', ...mediaPart(inlineData",
      "return { type: 'blob', content: inlineData.data, ...mediaPart(inlineData",
    ],
    ['addresses are recorded with their signatures', 'uri.slice(0, end)', 'uri'],
  ),
  ...faultsIn(
    'plugins/vertexai/src/budget.ts',
    ['a record counts characters', 'Buffer.byteLength(JSON.stringify(JSON.stringify(text)))', 'text.length'],
    ['the first messages are kept', 'firstThatFit(given.toReversed()', 'firstThatFit(given'],
  ),
];
