import { Readable } from 'node:stream';
import {
  ClientInstrumentation,
  type ClientInstrumentationConfig,
  defineOperations,
  type Plugin,
} from '@gcp-otel/shared';
import { bindArgument, onInternalCall, restoreCallContext, patchClassOfArgument } from '@gcp-otel/shared';

type Callback = (error: unknown, value?: string) => void;
export interface Listeners {
  next?: (value: string) => void;
  error?: (error: unknown) => void;
}

/** A library with one method of each return kind. Each `createLibrary()` is another copy of it. */
export const createLibrary = () => {
  class Hidden {
    send(): Promise<string> {
      return Promise.resolve('sent');
    }
  }

  class Box {
    listeners: Listeners = {};
    later: ((value: string) => void) | undefined;

    async get(key: string): Promise<string> {
      this.step();
      if (key === 'missing') throw Object.assign(new Error(`no ${key}`), { code: 5 });
      return `value of ${key}`;
    }
    check(key: unknown): Promise<string> {
      if (typeof key !== 'string') throw new TypeError(`not a key: ${String(key)}`);
      return this.get(key);
    }
    /** A public method that calls another. */
    async getTwice(key: string): Promise<string> {
      await this.get(key);
      return this.get(key);
    }
    find(key: string, callback?: Callback): Promise<string> | undefined {
      if (callback === undefined) return this.get(key);
      setImmediate(() =>
        key === 'missing' ? callback(Object.assign(new Error('no'), { code: 404 })) : callback(null, key),
      );
      return undefined;
    }
    /** Calls back twice, as buggy libraries do. */
    findTwice(key: string, callback: Callback): void {
      callback(null, key);
      callback(new Error('again'));
    }
    read(rows: number, failure?: Error): Readable {
      let row = 0;
      return new Readable({
        objectMode: true,
        read() {
          if (row < rows) this.push(++row);
          else if (failure === undefined) this.push(null);
          else this.destroy(failure);
        },
      });
    }
    /** A stream that is pushed to from inside the library. */
    feed(): Readable {
      const stream = new Readable({ objectMode: true, read() {} });
      setImmediate(() => {
        stream.push(1);
        stream.push(null);
      });
      return stream;
    }
    async *pages(count: number, failure?: Error): AsyncGenerator<number> {
      for (let page = 1; page <= count; page++) yield page;
      if (failure !== undefined) throw failure;
    }
    listen(next: (value: string) => void, error?: (error: unknown) => void): () => void {
      this.listeners = { next, ...(error && { error }) };
      return () => void (this.listeners = {});
    }
    async transact<Result>(body: (box: Box) => Promise<Result>, attempts = 1): Promise<Result> {
      for (let attempt = 1; ; attempt++)
        try {
          const result = await body(this);
          await this.commit(attempt < attempts);
          return result;
        } catch (error) {
          if (attempt >= attempts) throw error;
        }
    }
    async commit(abort: unknown = false): Promise<void> {
      if (abort === true) throw Object.assign(new Error('try again'), { code: 10 });
    }
    step(): void {}
    onLater(listener: (value: string) => void): void {
      this.later = listener;
    }
    /** Goes on in whatever context it is called. */
    resume(work: () => void): void {
      work();
    }
    flush(): Promise<string> {
      return this.sendAll(new Hidden());
    }
    sendAll(hidden: Hidden): Promise<string> {
      return hidden.send();
    }
  }
  return { Box };
};

export type Library = ReturnType<typeof createLibrary>;
export type Box = InstanceType<Library['Box']>;

const onKey = (_: object, [key]: readonly unknown[], operation: string) => ({
  operation,
  target: 'boxes',
  attributes: {
    'toy.operation': operation,
    ...(typeof key === 'string' && key === 'named' && { 'toy.named': true }),
  },
});

export const toyOperations = defineOperations({
  Box: {
    files: ['box.js'],
    methods: {
      get: {
        operation: 'get',
        returns: 'promise',
        describe: onKey,
        details: () => ({ 'toy.detail': 'd' }),
        outcome: (value: string) => ({ 'toy.length': value.length }),
      },
      check: { operation: 'check', returns: 'promise', describe: onKey },
      getTwice: { operation: 'get_twice', returns: 'promise', describe: onKey },
      find: { operation: 'find', returns: 'callback', describe: onKey },
      findTwice: { operation: 'find_twice', returns: 'callback', describe: onKey },
      read: {
        operation: 'read',
        returns: 'stream',
        describe: onKey,
        outcome: ({ rows }: { rows: number }) => ({ 'toy.rows': rows }),
      },
      feed: { operation: 'feed', returns: 'stream', describe: onKey },
      pages: {
        operation: 'pages',
        returns: 'iterator',
        describe: onKey,
        outcome: ({ rows }: { rows: number }) => ({ 'toy.rows': rows }),
      },
      listen: {
        operation: 'listen',
        returns: 'subscription',
        describe: onKey,
        outcome: (first: string | undefined) => (first === undefined ? undefined : { 'toy.first': first }),
        subscription: {
          listener: 0,
          onError: 1,
          defaultOnError: () => {},
          delivery: { operation: 'deliver', returns: 'promise', composite: true, describe: onKey },
        },
      },
      transact: {
        operation: 'transact',
        returns: 'promise',
        composite: true,
        describe: onKey,
        attempts: { attribute: 'toy.attempts' },
      },
      commit: {
        operation: 'commit',
        returns: 'promise',
        describe: onKey,
        when: (_: object, [skip]: readonly unknown[]) => skip !== 'nothing',
      },
      step: { wrap: onInternalCall((call) => call.count('toy.steps')) },
      onLater: { wrap: bindArgument(0) },
      resume: { wrap: restoreCallContext },
      sendAll: { wrap: patchClassOfArgument('Hidden') },
    },
  },
  Hidden: {
    files: [],
    methods: { send: { operation: 'send', returns: 'promise', describe: onKey } },
  },
});

export const toyPlugin: Plugin = {
  name: '@test/instrumentation-toy',
  version: '1.2.3',
  shortName: 'toy',
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
  operationAttribute: 'toy.operation',
  packages: [{ name: 'toy', supported: { from: '1.0.0', below: '3.0.0' }, operations: toyOperations }],
  options: { style: { type: ['plain', 'fancy'], default: 'plain' } },
  statusAttribute: 'toy.status',
  metricAttributes: (start, errorType) => ({
    op: start['toy.operation'],
    ...(errorType && { 'error.type': errorType }),
  }),
  metrics: [
    {
      name: 'toy.duration',
      type: 'histogram',
      unit: 's',
      description: 'How long',
      measure: ({ duration }, common, record) => record(duration, common),
    },
  ],
};

export class ToyInstrumentation extends ClientInstrumentation<
  ClientInstrumentationConfig & { style?: 'plain' | 'fancy' }
> {
  constructor(config?: ClientInstrumentationConfig & { style?: 'plain' | 'fancy' }) {
    super(toyPlugin, config);
  }
  protected override get plugin(): Plugin {
    return toyPlugin;
  }
}
