import { Readable, Writable } from 'node:stream';
import {
  type Caller,
  ClientInstrumentation,
  defineOperations,
  perInstance,
  type Plugin,
  onInternalCall,
} from '@gcp-otel/shared';
import { toyPlugin } from './toy-library';

type Callback = (error: unknown, ...results: unknown[]) => void;
type Source = Iterable<string> | AsyncIterable<string> | (() => Iterable<string> | AsyncIterable<string>);

/** A library whose streams send nothing until they are used, and whose instances have methods of their own. */
export const createShelves = () => {
  class Lock {
    open(): Promise<string> {
      return Promise.resolve('open');
    }
  }

  class Shelf {
    readonly requests: string[] = [];
    declare lock: Lock;
    declare list: (pages: number) => Readable;

    constructor() {
      this.lock = new Lock();
      this.list = (pages) => {
        let page = 0;
        const stream = new Readable({
          objectMode: true,
          highWaterMark: 1,
          read: () => {
            this.request('page');
            setImmediate(() => stream.push(++page > pages ? null : `item ${page}`));
          },
        });
        return stream;
      };
    }
    request(what: string): void {
      this.requests.push(what);
    }
    /** Its first read asks for all that there is. */
    openRead(chunks: number, failure?: Error): Readable {
      if (chunks < 0) throw new RangeError('fewer than none');
      let started = false;
      const stream = new Readable({
        read() {
          if (!started) this.emit('reading');
          started = true;
        },
      });
      stream.on('reading', () => {
        this.request('read');
        setImmediate(() => {
          for (let chunk = 0; chunk < chunks; chunk++) stream.push('chunk');
          if (failure === undefined) stream.push(null);
          else stream.destroy(failure);
        });
      });
      return stream;
    }
    openWrite(failure?: Error): Writable {
      let started = false;
      const stream: Writable = new Writable({
        write: (_chunk, _encoding, done) => {
          if (!started) stream.emit('writing');
          started = true;
          setImmediate(done, failure);
        },
        final: (done) => {
          if (!started) stream.emit('writing');
          done();
        },
      });
      stream.on('writing', () => this.request('write'));
      return stream;
    }
    /** A public method that uses a stream of its own. */
    async save(data: Source, options?: object | Callback, callback?: Callback): Promise<void> {
      const stream = this.openWrite();
      const source = typeof data === 'function' ? data() : data;
      for await (const chunk of source) stream.write(chunk);
      stream.end();
      const done = typeof options === 'function' ? options : callback;
      done?.(null, 'saved', 2);
    }
    async empty(all: unknown): Promise<void> {
      if (all === 'nothing') throw Object.assign(new Error('no'), { code: 'EMPTY' });
      await this.remove();
      await this.remove();
    }
    async remove(): Promise<void> {}
  }
  return { Shelf, Lock };
};

export type Shelves = ReturnType<typeof createShelves>;
export type Shelf = InstanceType<Shelves['Shelf']>;

/** Whose each lock is. */
const shelves = new WeakMap<object, object>();

const onShelf = (_: object, _args: unknown, operation: string) => ({ operation, attributes: {} });
const onLock = (lock: object) => ({ attributes: { 'shelf.known': shelves.has(lock) } });
const rows = ({ rows: count, complete }: { rows: number; complete: boolean }) => ({
  'shelf.rows': count,
  'shelf.complete': complete,
});
const sent = onInternalCall((call, [what]: readonly [string]) => {
  call.count('shelf.requests');
  call.note('shelf.last', what);
});

const operations = defineOperations({
  Shelf: {
    files: ['shelf.js'],
    methods: {
      openRead: {
        operation: 'read',
        returns: 'stream',
        starts: 'reading',
        rows: false,
        describe: onShelf,
        outcome: rows,
        failure: () => ({ 'shelf.broken': true }),
      },
      openWrite: {
        operation: 'write',
        returns: 'writable',
        starts: 'writing',
        describe: onShelf,
        outcome: rows,
        failure: () => ({ 'shelf.broken': true }),
      },
      save: {
        operation: 'save',
        returns: 'callback',
        callbackFrom: 1,
        describe: onShelf,
        bindArguments: (args: readonly unknown[], caller: Caller) => args.with(0, caller.source(args[0])),
        outcome: (results: readonly unknown[] | undefined) => ({ 'shelf.results': results?.length ?? 0 }),
      },
      list: {
        assigned: perInstance({
          operation: 'list',
          returns: 'stream',
          starts: '_read',
          describe: onShelf,
          outcome: rows,
        }),
      },
      lock: { assigned: (_engine, shelf, lock) => (shelves.set(lock as object, shelf), lock) },
      empty: {
        operation: 'empty',
        returns: 'promise',
        compositeIf: (_: object, [all]: readonly unknown[]) => all === 'all',
        onChildSuccess: (step, call) => call.count(`shelf.${step.operation.operation}d`),
        describe: onShelf,
      },
      remove: { operation: 'remove', returns: 'promise', describe: onShelf },
      request: { wrap: sent },
    },
  },
  Lock: {
    files: ['shelf.js'],
    methods: { open: { operation: 'open', returns: 'promise', describe: onLock } },
  },
});

const shelfPlugin: Plugin = {
  ...toyPlugin,
  name: '@test/instrumentation-shelf',
  packages: [{ name: 'shelf', operations }],
};

export class ShelfInstrumentation extends ClientInstrumentation {
  constructor() {
    super(shelfPlugin, {});
  }
  protected override get plugin(): Plugin {
    return shelfPlugin;
  }
}
