import type * as stream from 'node:stream';
import type * as instrumentation from '@gcp-otel/instrumentation-storage';
import type { Scenario } from '../../harness/scenario.ts';
import { countingProvider, findLeaks, type Leaks } from '../../suites/leaks/find-leaks.ts';

const ignore = () => {};

/** Classes with the names of the client's, and nothing that takes time: what stays in memory is the instrumentation's. */
const stubs = ({ Readable, Writable }: typeof stream) => {
  const storage = { apiEndpoint: 'http://127.0.0.1:1' };
  class ServiceObject {
    baseUrl = '/o';
    name = 'object';
    bucket = { name: 'bucket', storage };
    async getMetadata() {
      return [{}];
    }
  }
  class File extends ServiceObject {
    async copy() {
      throw new RangeError('refused');
    }
    download(callback: (error: null, content: string) => void) {
      callback(null, 'content');
    }
    createReadStream() {
      const read = new Readable({ read: () => void read.push('a') });
      const { _read } = read;
      read._read = (size) => {
        read.emit('reading');
        read._read = _read;
        _read.call(read, size);
      };
      return read;
    }
    createWriteStream() {
      const written = new Writable({
        write(_chunk, _encoding, done) {
          this.emit('writing');
          done();
        },
      });
      return written;
    }
  }
  class Acl {
    entries = [];
  }
  class Bucket extends ServiceObject {
    acl = new Acl();
  }
  return { File, Bucket };
};

const closed = (stream: stream.Readable | stream.Writable) =>
  new Promise((resolve) => stream.once('close', resolve));

/** `client` is Node's own `stream` module. */
const scenario: Scenario<typeof stream> = async (client, tools): Promise<Leaks> => {
  const { StorageInstrumentation } = (await tools.load(
    '@gcp-otel/instrumentation-storage',
  )) as typeof instrumentation;
  const { provider, spans } = await countingProvider(tools);
  const plugin = new StorageInstrumentation();
  plugin.setTracerProvider(provider);
  const { File } = plugin.instrumentModule(stubs(client));
  const file = new File();

  const kept: unknown[] = [];
  const planted = tools.env['LEAK'] === '1';
  const kinds: Record<string, () => unknown> = {
    promise: () => (planted ? kept.push(file.getMetadata()) : file.getMetadata()),
    rejection: () => file.copy().catch(ignore),
    callback: () => file.download(ignore),
    'read stream, left early': () => {
      const read = file.createReadStream();
      return closed(read.once('data', () => read.destroy()));
    },
    'write stream': () => closed(file.createWriteStream().end('content')),
    'stream that is never used': () => file.createReadStream(),
  };
  return findLeaks(tools, {
    spans,
    plugin,
    kinds,
    abandon: () => abandon(file),
    marked: (mark) => Object.assign(new File(), { bucket: { ...file.bucket, name: mark } }).getMetadata(),
  });
};

async function abandon(file: {
  createReadStream(): stream.Readable;
  createWriteStream(): stream.Writable;
}): Promise<void> {
  for (let index = 0; index < 100; index++) {
    file.createReadStream().once('readable', ignore).read();
    file.createWriteStream().write('content');
    file.createReadStream();
  }
}

export default scenario;
