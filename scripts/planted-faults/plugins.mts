import { type Fault, faultsIn } from './fault.mts';

export const plugins: readonly Fault[] = [
  ...faultsIn(
    'plugins/firestore/src/operations.ts',
    [
      'a method is not in the table',
      "      delete: { operation: 'delete', returns: 'promise', describe: onDocument, outcome: deleted },\n",
      '',
    ],
    [
      'an operation has the name of another',
      "set: { operation: 'set', returns: 'promise', describe: onDocument",
      "set: { operation: 'create', returns: 'promise', describe: onDocument",
    ],
  ),
  ...faultsIn('plugins/firestore/src/attributes.ts', [
    'the number of documents is missing',
    "description.attributes['gcp.firestore.documents.requested'] = documents.length;",
    '',
  ]),
  ...faultsIn(
    'plugins/storage/src/requests.ts',
    [
      'a listing is billed as a read',
      '[/^\\/b\\/[^/]+\\/o(?:\\?|$)/, CLASS_A, PAGES]',
      '[/^\\/b\\/[^/]+\\/o(?:\\?|$)/, CLASS_B, PAGES]',
    ],
    ['bytes are counted twice', '+= (chunk as Buffer).length;', '+= 2 * (chunk as Buffer).length;'],
    ['a lost chunk is no resumption', "call.note('gcp.storage.upload.resumed', true);\n  sentOf", 'sentOf'],
  ),
  ...faultsIn('plugins/storage/src/attributes.ts', [
    'a range is checked against a checksum',
    "'gcp.storage.validation': range ? 'none' : validationOf(validation),",
    "'gcp.storage.validation': validationOf(validation),",
  ]),
  ...faultsIn(
    'plugins/spanner/src/sql.ts',
    [
      'numbers stay in statements',
      "return kind === 'string' || kind === 'number' || kind === 'unreadable';",
      "return kind === 'string' || kind === 'unreadable';",
    ],
    [
      'what cannot be read is told',
      "return kind === 'string' || kind === 'number' || kind === 'unreadable';",
      "return kind === 'string' || kind === 'number';",
    ],
    ['comments stay in statements', 'dropped = commented = true;\n      continue;', 'commented = true;'],
  ),
  ...faultsIn('plugins/spanner/src/operations.ts', [
    'a rollback of nothing has a span',
    "rollback: call('rollback', { details: read, when: hasBegun })",
    "rollback: call('rollback', { details: read })",
  ]),
  ...faultsIn('plugins/storage/src/transfers.ts', [
    'a private field is read without a guard',
    "engine.aside(() => {\n          const { _writable: upload } = stream;\n          if (typeof upload === 'object' && upload !== null) keepRequests(call, upload);\n        });",
    'keepRequests(call, stream._writable as object);',
  ]),
  ...faultsIn(
    'plugins/spanner/src/sql-lexer.ts',
    [
      'a quote may touch a word',
      "return last.kind !== 'word' || !TYPED.test(sql.slice(last.start, start));",
      'return false;',
    ],
    [
      'a string that never ends is the last there is',
      'return this.isCut ? this.unreadable() : this.breaks(this.position);',
      'return this.unreadable();',
    ],
    [
      'an E-string ends with its line',
      'else if (escapes && this.continues(after, GOES_ON)) from = at = this.position;',
      '',
    ],
  ),
  ...faultsIn('plugins/vertexai/src/shapes.ts', [
    'a server is taken at its word',
    "typeof value === 'string' && pattern.test(value) ? value : undefined",
    'value as string | undefined',
  ]),
  ...faultsIn('plugins/firestore/src/generated-ids.ts', [
    'an id of a provider is a name',
    '/^[a-z\\d]+[_|-][a-f\\d]{16,}$/i,',
    '',
  ]),
  ...faultsIn('plugins/spanner/src/retries.ts', [
    'a write whose own transaction is tried again has failed',
    'else if (isStep(call)) call.fail(args[0]);',
    'else call.fail(args[0]);',
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
    'a list grows up to a place that nobody asked for',
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
    ['a blocked prompt is well', "attributes['error.type'] = `BLOCKED_${blockReason}`;", ''],
  ),
  ...faultsIn('plugins/vertexai/src/content.ts', [
    'messages are recorded unasked',
    "return mode === true ? 'SPAN_AND_EVENT' : 'NO_CONTENT';",
    "return mode === false ? 'NO_CONTENT' : 'SPAN_AND_EVENT';",
  ]),
  ...faultsIn('plugins/vertexai/src/messages.ts', [
    'media is recorded as it is',
    "    type: 'blob',\n",
    "    type: 'blob',\n    content: data,\n",
  ]),
];
