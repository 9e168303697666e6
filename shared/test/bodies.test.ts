import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ClientInstrumentation, defineOperations, type Plugin } from '@gcp-otel/shared';
import { activeName, inSpan, telemetry } from './toy-calls';
import { toyPlugin } from './toy-library';

type Done = (error?: unknown) => void;
type Body = (error: unknown, work?: Work) => void;

/** What a body runs on: a library that gives up an attempt never calls back what is under way. */
class Work extends EventEmitter {
  private readonly fails: number;

  constructor(fails: number) {
    super();
    this.fails = fails;
  }
  step(outcome: 'fine' | 'never', done: Done): void {
    if (outcome === 'fine') setTimeout(done, 1);
  }
  commit(done: Done): void {
    setTimeout(() => {
      if (this.fails === 0) this.emit('end');
      if (this.fails === 0) done();
      else this.emit('abort');
    }, 1);
  }
}

class Runner {
  /** Runs the body until it is not aborted, or tells it that it gives up. */
  async run(body: Body, attempts = 2, aborts = 1): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const work = new Work(attempt < aborts ? 1 : 0);
      body(null, work);
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      const [ended] = await Promise.race([
        once(work, 'end').then(() => [true]),
        once(work, 'abort').then(() => [false]),
      ]);
      if (ended) return;
      this.aborted(Object.assign(new Error('again'), { code: 10 }));
    }
    body(Object.assign(new Error('given up'), { code: 4 }));
  }
  aborted(_reason: unknown): void {}
}

const describe = (_: object, _args: unknown, operation: string) => ({ operation, attributes: {} });
const operations = defineOperations({
  Runner: {
    files: ['runner.js'],
    methods: {
      run: {
        operation: 'run',
        returns: 'body',
        composite: true,
        describe,
        attempts: { attribute: 'attempts' },
      },
      aborted: {
        wrap: (engine, original) =>
          function (this: unknown, ...args: unknown[]) {
            engine.running()?.failed(args[0]);
            return original.apply(this, args);
          },
      },
    },
  },
  Work: {
    files: ['runner.js'],
    methods: {
      step: { operation: 'step', returns: 'callback', describe },
      commit: { operation: 'commit', returns: 'callback', describe },
    },
  },
});
const plugin: Plugin = { ...toyPlugin, name: '@test/bodies', packages: [{ name: 'bodies', operations }] };
class BodiesInstrumentation extends ClientInstrumentation {
  constructor() {
    super(plugin, {});
  }
  protected override get plugin(): Plugin {
    return plugin;
  }
}
new BodiesInstrumentation().instrumentModule({ Runner, Work });

const span = (name: string, more: object = {}) => ({
  name,
  kind: 'CLIENT',
  attributes: {},
  status: 'UNSET',
  ...more,
});
const aborted = (name: string) =>
  span(name, {
    attributes: { 'error.type': 'ABORTED', 'toy.status': 'ABORTED' },
    status: 'ERROR ABORTED',
    events: [{ name: 'exception', 'exception.type': 'Error' }],
  });

test('runs in its span, once per attempt; what an aborted attempt left behind ends with it', async () => {
  const places: unknown[] = [];
  await inSpan(() =>
    new Runner().run((_error, work) => {
      places.push(activeName());
      work!.step('fine', () => places.push(activeName()));
      work!.step('never', () => places.push('called back'));
      work!.commit(() => places.push(activeName()));
    }),
  );
  await setImmediate();
  expect(places.filter((place) => place !== 'run')).toEqual([]);
  const [{ children: [run] = [] } = {}] = telemetry.take();
  expect(run).toMatchObject({
    name: 'run',
    kind: 'INTERNAL',
    attributes: { attempts: 2 },
    events: [{ name: 'retry', attempts: 2, 'error.type': 'ABORTED' }],
  });
  expect(run?.children?.slice(0, 3)).toEqual([span('step'), aborted('step'), aborted('commit')]);
});

test('that is told of an error hears it where the call was made; the call ends with it', async () => {
  let place: unknown;
  await inSpan(() =>
    new Runner().run(
      (error, work) => {
        if (error) place = activeName();
        else work!.commit(() => {});
      },
      1,
      1,
    ),
  );
  expect(place).toBe('application');
  expect(telemetry.take()).toMatchObject([
    { name: 'application', children: [{ name: 'run', status: 'ERROR DEADLINE_EXCEEDED' }] },
  ]);
});
