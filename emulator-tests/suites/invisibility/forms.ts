import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { isolated, type Call } from '../calls.ts';
import { chunks, pair } from './chunk-forms.ts';
import { describeValue } from './describe.ts';
import { on, start, type Form, type Forms } from './form.ts';
import { forgotten, patienceMs } from './patience.ts';
import type { Watch } from './watch.ts';

const promise: Forms = {
  awaited: on<Promise<unknown>>(async (returned, watch) => {
    try {
      const value = await returned;
      watch.note('resolved');
      watch.seen.result = describeValue(value);
    } catch (error) {
      watch.note('rejected');
      watch.failed(error);
    }
  }),
  forgotten,
};

const listen = (stream: Readable, watch: Watch, ...events: readonly string[]) => {
  for (const event of events) stream.on(event, () => watch.note(event));
};
/** A stream without an error listener does not always close. */
const closed = (stream: Readable) =>
  Promise.race([new Promise((resolve) => stream.once('close', resolve)), setTimeout(patienceMs)]);
const readByEvents = (stream: Readable, watch: Watch) => {
  listen(stream, watch, 'end', 'close', 'pause', 'resume');
  stream.on('data', () => watch.chunk());
};

const stream: Forms = {
  'read by events': on<Readable>(async (returned, watch) => {
    readByEvents(returned, watch);
    returned.on('error', (error) => {
      watch.note('error');
      watch.failed(error);
    });
    await closed(returned);
  }),
  'nobody hears its errors': on<Readable>(async (returned, watch) => {
    readByEvents(returned, watch);
    await closed(returned);
  }),
  'read by a loop': on<Readable>(async (returned, watch) => {
    // The number of rows before a failure varies, because buffered rows are dropped.
    let rows = 0;
    for await (const _ of returned) if (++rows === 1) watch.chunk();
    watch.note(`over after ${rows}`);
  }),
  'read after a while': on<Readable>(async (returned, watch) => {
    await setTimeout(20);
    for await (const _ of returned) watch.note('row');
    watch.note('over');
  }),
  'left early': on<Readable>(async (returned, watch) => {
    listen(returned, watch, 'end', 'close', 'error');
    for await (const _ of returned) {
      watch.chunk();
      break;
    }
    watch.note('over');
    await setTimeout(20);
  }),
  destroyed: on<Readable>(async (returned, watch) => {
    listen(returned, watch, 'data', 'end', 'close', 'error');
    returned.destroy();
    await setTimeout(20);
  }),
  'destroyed with an error': on<Readable>(async (returned, watch) => {
    const own = new RangeError('own');
    listen(returned, watch, 'end', 'close');
    returned.on('error', (error) => {
      watch.note('error');
      watch.failed(error, own);
    });
    returned.destroy(own);
    await setTimeout(20);
  }),
  piped: on<Readable>(async (returned, watch) => {
    let rows = 0;
    const write = (_chunk: unknown, _encoding: string, next: () => void) => {
      if (++rows === 1) watch.chunk();
      setImmediate(next);
    };
    await pipeline(returned, new Writable({ objectMode: true, highWaterMark: 1, write }));
    watch.note(`over after ${rows}`);
  }),
  "the application's own events": on<Readable>(async (returned, watch) => {
    returned.on('error', () => {});
    returned.on('own', (...given) => watch.note(`own event of ${JSON.stringify(given)}`));
    returned.emit('own');
    returned.emit('own', undefined, 1);
    returned.emit('own', 1, 2, 3);
    returned.resume();
    await closed(returned);
  }),
  'never read': on(() => setTimeout(50)),
};

const later = (milliseconds: number, work: () => void): void => void setTimeout(milliseconds).then(work);

const callback: Forms = {
  'called back': async (watch, make) => {
    let end = () => {};
    const over = new Promise<void>((resolve) => (end = resolve));
    const hear = (error: unknown, ...results: unknown[]) => {
      watch.note(`called back with ${results.length}`);
      if (error) watch.failed(error);
      watch.seen.result = describeValue(results);
      // A second callback would come soon.
      later(20, end);
    };
    const made = make(isolated);
    const returned = start(watch, { ...made, args: [...made.args, hear] });
    if (returned instanceof Promise) returned.catch(() => watch.note('rejected'));
    if (watch.seen.error === undefined) await Promise.race([over, setTimeout(patienceMs)]);
  },
};

const told = (sink: Writable, watch: Watch, own?: unknown) => {
  for (const event of ['finish', 'close', 'drain', 'pipe', 'unpipe']) sink.on(event, () => watch.note(event));
  sink.on('error', (error) => {
    watch.note('error');
    watch.failed(error, own);
  });
};
const closedSink = (sink: Writable) =>
  Promise.race([new Promise((resolve) => sink.once('close', resolve)), setTimeout(patienceMs)]);

const writable: Forms = {
  written: on<Writable>(async (sink, watch) => {
    told(sink, watch);
    // The result of write() is the back-pressure.
    for (let nth = 0; nth < 3; nth++) watch.note(`write: ${sink.write(Buffer.alloc(10_000, 'a'))}`);
    sink.end(() => watch.note('ended'));
    await closedSink(sink);
  }),
  'ended at once': on<Writable>(async (sink, watch) => {
    told(sink, watch);
    sink.end();
    await closedSink(sink);
  }),
  destroyed: on<Writable>(async (sink, watch) => {
    told(sink, watch);
    sink.destroy();
    await setTimeout(20);
  }),
  'destroyed with an error': on<Writable>(async (sink, watch) => {
    const error = new RangeError('own');
    told(sink, watch, error);
    sink.destroy(error);
    await setTimeout(20);
  }),
  'never written to': on(() => setTimeout(50)),
};

const iterator: Forms = {
  read: on<AsyncGenerator>(async (returned, watch) => {
    for await (const item of returned) {
      watch.note('item');
      watch.seen.result = describeValue(item);
    }
    watch.note('over');
  }),
  'left early': on<AsyncGenerator>(async (returned, watch) => {
    for await (const _ of returned) break;
    watch.note('over');
    watch.seen.result = describeValue(await returned.next());
  }),
  'read after a while': on<AsyncGenerator>(async (returned, watch) => {
    await setTimeout(20);
    for await (const _ of returned) watch.note('item');
    watch.note('over');
  }),
  'never started': on(() => {}),
};

/** A subscription with the application's functions, until two deliveries or a failure. */
const listening =
  (hearsErrors: boolean): Form =>
  async (watch, make) => {
    let heard = 0;
    let end = () => {};
    const over = new Promise<void>((resolve) => (end = resolve));
    const hear = (...given: unknown[]) => {
      watch.note(`heard ${given.length}`);
      if (++heard === 2) void setTimeout(300).then(end);
      else watch.seen.result = describeValue(given[0], 3);
    };
    const fail = (error: unknown) => {
      watch.note('told of an error');
      watch.failed(error);
      end();
    };
    const made = make({ hear, fail });
    const args = hearsErrors ? made.args : made.args.slice(0, 1);
    const stop = start(watch, { ...made, args });
    // Without an error handler, nothing may come.
    await Promise.race([over, setTimeout(patienceMs)]);
    if (typeof stop === 'function') stop();
  };

const subscription: Forms = {
  heard: listening(true),
  'nobody hears its errors': listening(false),
  'unsubscribed at once': async (watch, make) => {
    const hear = () => watch.note('heard');
    const stop = start(watch, make({ hear, fail: hear }));
    if (typeof stop === 'function') stop();
    await setTimeout(200);
  },
};

export const forms: Readonly<Record<Call<unknown>['returns'], Forms>> = {
  promise,
  callback,
  stream,
  writable,
  iterator,
  subscription,
  chunks,
  pair,
};
