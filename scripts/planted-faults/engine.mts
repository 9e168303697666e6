import { type Fault, faultsIn } from './fault.mts';

export const faults: readonly Fault[] = [
  ...faultsIn(
    'shared/src/call/call.ts',
    [
      'a call ends twice',
      'if (this.ended) return;\n    this.ended = true;\n    const { within } = this;',
      'this.ended = true;\n    const { within } = this;',
    ],
    [
      'an ended call still hides inner calls',
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
      'if (this.silent) return;\n    if (within?.operation',
      'if (within?.operation',
    ],
    [
      'retries leave no event',
      'if (this.attempts > 1 && !this.ended)',
      'if (this.attempts > 2 && !this.ended)',
    ],
    [
      'the arguments of a call are kept',
      'this.recorder.succeeded(this, result);\n    this.args = NONE;',
      'this.recorder.succeeded(this, result);',
    ],
  ),
  ...faultsIn('shared/src/call/engine.ts', [
    'the parent is the root',
    'const parent = from === undefined ? startOfStep(within, active) : from.parent;',
    'const parent = from === undefined ? ROOT_CONTEXT : from.parent;',
  ]),
  ...faultsIn(
    'shared/src/telemetry/recorder.ts',
    ['a span is never ended', 'call.span?.end();', ''],
    [
      'error messages are recorded without being asked for',
      'const withMessage = this.config.captureErrorMessages === true;',
      'const withMessage = true;',
    ],
    [
      'a failed call has no error.type',
      "span.setAttributes({ 'error.type': type, ...call.steps()",
      'span.setAttributes({ ...call.steps()',
    ],
    ['a refusal is no failure', 'if (refusal !== undefined) span?.setStatus', 'if (false) span?.setStatus'],
    [
      'requireParentSpan is ignored',
      'if (this.config.requireParentSpan === true && trace',
      'if (false && trace',
    ],
    ['every span is a CLIENT', '(call.composite ? SpanKind.INTERNAL : SpanKind.CLIENT)', 'SpanKind.CLIENT'],
    [
      'a hook that throws reaches the application',
      'this.reporter.reportOwn(`${name} of the configuration threw; mend that function`, thrown);\n      return undefined;',
      'throw thrown;',
    ],
    [
      'an error of a description reaches the application',
      "this.reportPartial(operation, 'target', thrown);\n      const { operationAttribute: name }",
      'throw thrown;',
    ],
    ['names are longer than allowed', 'name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name', 'name'],
  ),
  ...faultsIn(
    'shared/src/results/promise-and-callback.ts',
    [
      'a rejection is swallowed',
      'call.fail(error);\n          throw error;',
      'call.fail(error);\n          return undefined;',
    ],
    [
      'a callback runs inside the call',
      'const callback = caller.bound(args[index] as Listener);',
      'const callback = args[index] as Listener;',
    ],
  ),
  ...faultsIn(
    'shared/src/results/node-stream.ts',
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
    'shared/src/results/stream-events.ts',
    [
      'the end of a stream counts as a row',
      'if (chunk !== null && chunk !== undefined) find(this)?.pushed(chunk);',
      'find(this)?.pushed(chunk);',
    ],
    [
      'only the first chunk is emitted in the context of the application',
      'caller.runInAsyncScope(listener, this, first);',
      'listener.call(this, first);',
    ],
    [
      'chunks bypass a patched emit',
      'base.emit === nativeEmit ? chunkListener(this) : USE_NODE_EMIT',
      'chunkListener(this)',
    ],
  ),
  ...faultsIn('shared/src/results/chunk-listener.ts', [
    'rejections that a stream captures are lost',
    'if (events === undefined || CAPTURES === undefined || emitter[CAPTURES] !== false) return USE_NODE_EMIT;',
    'if (events === undefined) return USE_NODE_EMIT;',
  ]),
  ...faultsIn(
    'shared/src/results/subscription.ts',
    [
      'a handler that the library rejects is replaced by ours',
      'args[onError] === undefined ? defaultOnError : args[onError]',
      'args[onError] ?? defaultOnError',
    ],
    [
      'an asynchronous listener ends its call at its first await',
      'if (types.isPromise(result)) return followPromise(call, result);',
      '',
    ],
  ),
  ...faultsIn(
    'shared/src/results/async-iterator.ts',
    [
      'an iterator that is first read while the plugin is off starts a span',
      'if (!reading.begun && reading.passes())',
      'if (false)',
    ],
    [
      'an iterator that is left leaks',
      'else if (done !== false) reading.end(call, isRead);',
      'else if (isRead) reading.end(call, true);',
    ],
    [
      'the body of a loop runs inside the call',
      'result = runInside(call, original, target, args);',
      'result = original.apply(target, args as unknown[]);',
    ],
  ),
  ...faultsIn(
    'shared/src/objects/interposer.ts',
    [
      'a Proxy is redefined in place, and calls itself for ever',
      'if (types.isProxy(target)) return this.wrapProxy(target, state);',
      '',
    ],
    [
      'a result is redefined in place',
      'if (!Reflect.setPrototypeOf(target, derived)) return false;',
      'Object.defineProperties(target, Object.getOwnPropertyDescriptors(derived));',
    ],
    [
      'a frozen result throws',
      'if (!Object.isExtensible(target) || own.some((name) => isFixed(describe(target, name)))) return undefined;',
      '',
    ],
    [
      'replaced methods look like replacements',
      'return Object.defineProperties(method, Object.getOwnPropertyDescriptors(original as Method));',
      'return method;',
    ],
  ),
  ...faultsIn('shared/src/patching/gax-spans.ts', [
    'the transport makes spans of its own',
    '!isReplaced(engine.config) ||',
    'isReplaced(engine.config) ||',
  ]),
  ...faultsIn('shared/src/results/transaction-body.ts', [
    'a transaction that the library starts again has a second span',
    'return body !== undefined && followed.has(body as object);',
    'return false;',
  ]),
  ...faultsIn('shared/src/call/cancelled.ts', [
    'a call that the application cancels has failed',
    'return value.aborted === true && !isTimeout(value);',
    'return false;',
  ]),
  ...faultsIn(
    'shared/src/patching/wrap-operation.ts',
    [
      'a disabled plugin traces',
      'if (!engine.enabled) return original.apply(this, args);\n        const active',
      'const active',
    ],
    ['inner calls have spans too', 'if (around?.hidesInnerCalls === true) return true;', ''],
    [
      'wrappers look like wrappers',
      'return Object.defineProperties(wrap(engine, original), Object.getOwnPropertyDescriptors(original));',
      'return wrap(engine, original);',
    ],
    [
      'a synchronous throw leaves the span open',
      'call.fail(error);\n    throw error;\n  }\n};\n\n/** Wraps the function',
      'throw error;\n  }\n};\n\n/** Wraps the function',
    ],
  ),
  ...faultsIn(
    'shared/src/patching/patcher.ts',
    [
      'a disabled plugin leaves its patches',
      'for (const { prototype, property, before, after } of this.replaced.splice(0).toReversed()) {',
      'for (const { prototype, property, before, after } of this.replaced.splice(0, 0)) {',
    ],
    ['a missing method is not reported', 'if (isExpected(row, version))', 'if (false)'],
  ),
  ...faultsIn('shared/src/telemetry/errors.ts', [
    'a message stands for a type',
    'const IDENTIFIER = /^[A-Za-z_][\\w.-]{0,63}$/;',
    'const IDENTIFIER = /^[^]{1,200}$/;',
  ]),
  ...faultsIn('shared/src/telemetry/redact.ts', [
    'messages have no limit',
    'shortened(loaded.redacted(text, MAX_LENGTH))',
    'loaded.redacted(text, Infinity)',
  ]),
  ...faultsIn(
    'shared/src/telemetry/redaction.ts',
    ['escaped secrets stay in messages', 'depth < MAX_LAYERS', 'depth < 1'],
    ['a query is not removed', 'marks[place] ||= removes', 'if (removes !== QUERY) marks[place] ||= removes'],
    ['many URLs in a message take quadratic time', '([?#][^\\s"<>]*)?/dg', '([?#][^\\s"<>]*)/dg'],
    ['a message is cut inside a word', 'head.slice(0, head.search(/\\s\\S*$/) + 1)', 'head'],
  ),
  ...faultsIn('shared/src/telemetry/limits.ts', [
    'strings have no limit',
    'value.length > MAX_LENGTH',
    'false',
  ]),
];
