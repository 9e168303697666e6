/** A fault that somebody could make: `before` stands in the file once, and `after` is wrong. */
export interface Fault {
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const faultsIn = (
  file: string,
  ...faults: readonly (readonly [what: string, before: string, after: string])[]
): Fault[] => faults.map(([what, before, after]) => ({ file, what, before, after }));

const engine: readonly Fault[] = [
  ...faultsIn(
    'shared/src/call.ts',
    [
      'a call ends twice',
      'if (this.ended) return;\n    this.ended = true;\n    this.within?.passed(this);',
      'this.ended = true;\n    this.within?.passed(this);',
    ],
    ['a span is never ended', 'this.ownSpan?.end();', ''],
    [
      'error messages are told unasked',
      'const withMessage = config.captureErrorMessages === true;',
      'const withMessage = true;',
    ],
    [
      'an ended call still takes the calls of others in',
      'return !this.ended && !this.composite;',
      'return !this.composite;',
    ],
    [
      'the span is not the active one',
      'if (key === SPAN_KEY && this.ownSpan !== undefined) return this.ownSpan;',
      '',
    ],
    [
      'an ignored call is measured',
      'if (this.silent) return;\n    try {\n      const outcome',
      'try {\n      const outcome',
    ],
    [
      'a failed call has no error.type',
      "span.setAttributes({ 'error.type': type, ...this.steps()",
      'span.setAttributes({ ...this.steps()',
    ],
    [
      'retries leave no event',
      'if (this.attempts > 1 && !this.ended)',
      'if (this.attempts > 2 && !this.ended)',
    ],
    [
      'a refusal is no failure',
      'if (refusal !== undefined) this.ownSpan?.setStatus',
      'if (false) this.ownSpan?.setStatus',
    ],
    ['the arguments of a call are kept', 'this.args = NONE;', ''],
  ),
  ...faultsIn(
    'shared/src/engine.ts',
    [
      'the parent is the root',
      'const parent = origin === undefined ? active : origin.parent;',
      'const parent = origin === undefined ? ROOT_CONTEXT : origin.parent;',
    ],
    [
      'requireParentSpan is not heard',
      'if (this.config.requireParentSpan === true && trace',
      'if (false && trace',
    ],
    ['every span is a CLIENT', '(call.composite ? SpanKind.INTERNAL : SpanKind.CLIENT)', 'SpanKind.CLIENT'],
    [
      'a hook that throws reaches the application',
      'this.reporter.report(`${name} of the configuration threw; mend that function`, thrown);\n      return undefined;',
      'throw thrown;',
    ],
    [
      'what a description throws reaches the application',
      "this.notAnswered(operation, 'target', thrown);\n      const { operationAttribute: name }",
      'throw thrown;',
    ],
    ['names are longer than allowed', 'name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name', 'name'],
  ),
  ...faultsIn(
    'shared/src/follow-result.ts',
    [
      'a rejection is swallowed',
      'call.fail(error);\n      throw error;',
      'call.fail(error);\n      return undefined;',
    ],
    [
      'a callback runs inside the call',
      'const callback = caller.bound(args[index] as Listener);',
      'const callback = args[index] as Listener;',
    ],
  ),
  ...faultsIn(
    'shared/src/follow-stream.ts',
    [
      'a stream that is left is a failure',
      "if (event === 'error' && !isAbort(reason))",
      "if (event === 'error')",
    ],
    [
      'a stream ends its call only with its end',
      "else if (event === this.lastEvent || event === 'close' || event === 'error') {",
      'else if (event === this.lastEvent) {',
    ],
    ['listeners run inside the call', 'this.chunksGoTo = this.caller;', ''],
    [
      'dropped streams are forgotten',
      'if (call !== undefined) abandoned.register(stream, { call, read: this.read }, call);',
      '',
    ],
  ),
  ...faultsIn(
    'shared/src/stream-events.ts',
    [
      'the end of a stream counts as a row',
      'if (chunk !== null && chunk !== undefined) find(this)?.pushed(chunk);',
      'find(this)?.pushed(chunk);',
    ],
    [
      'only the first chunk is heard in the context of the application',
      'return hearer.chunksGoTo.runInAsyncScope(emitChunk, this, first);',
      'return emitChunk.call(this, first);',
    ],
  ),
  ...faultsIn('shared/src/follow-iterator.ts', [
    'an iterator that is first read while the plugin is off starts a span',
    '(name !== gives || reading.passes())',
    'name !== gives',
  ]),
  ...faultsIn('shared/src/follow-subscription.ts', [
    'a handler that the library refuses gives way to ours',
    'args[onError] === undefined ? otherwise : args[onError]',
    'args[onError] ?? otherwise',
  ]),
  ...faultsIn(
    'shared/src/follow-iterator.ts',
    [
      'an iterator that is left leaks',
      'else if (item?.done !== false) reading.end(call, name === gives);',
      'else if (name === gives) reading.end(call, true);',
    ],
    [
      'the body of a loop runs inside the call',
      '(runInside(call, original, this, values)',
      '(original.apply(this, values)',
    ],
  ),
  ...faultsIn(
    'shared/src/wrap.ts',
    [
      'a disabled plugin traces',
      'if (!engine.enabled) return original.apply(this, args);\n        const active',
      'const active',
    ],
    [
      'inner calls have spans too',
      '(engine.callIn(active)?.absorbs === true || isSuppressed(active))',
      'isSuppressed(active)',
    ],
    [
      'wrappers look like wrappers',
      'return Object.defineProperties(wrap(engine, original), Object.getOwnPropertyDescriptors(original));',
      'return wrap(engine, original);',
    ],
    [
      'a synchronous throw leaves the span open',
      'call.fail(error);\n    throw error;\n  }\n};\n\n/** The arguments with a function',
      'throw error;\n  }\n};\n\n/** The arguments with a function',
    ],
  ),
  ...faultsIn(
    'shared/src/patches.ts',
    [
      'a disabled plugin leaves its patches',
      'for (const { prototype, property, before, after } of this.replaced.splice(0).toReversed()) {',
      'for (const { prototype, property, before, after } of this.replaced.splice(0, 0)) {',
    ],
    ['a method that is missing is passed over', 'if (isExpected(row, version))', 'if (false)'],
  ),
  ...faultsIn(
    'shared/src/errors.ts',
    [
      'a message stands for a type',
      'const IDENTIFIER = /^[A-Za-z_][\\w.-]{0,63}$/;',
      'const IDENTIFIER = /^[^]{1,200}$/;',
    ],
    [
      'signatures stay in messages',
      "shortened(message).replaceAll(/(\\bhttps?:\\/\\/[^\\s?#]*)(?:[?#]\\S*)?/gi, '$1')",
      'shortened(message)',
    ],
    ['messages have no end', 'shortened(message)', 'message'],
    ['many URLs in a message take the square of their number', '(?:[?#]\\S*)?', '[?#]\\S*'],
  ),
  ...faultsIn('shared/src/limits.ts', ['strings have no limit', 'value.length > MAX_LENGTH', 'false']),
];

const plugins: readonly Fault[] = [
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

export const faults: readonly Fault[] = [...engine, ...plugins];
