import { EventEmitter } from 'node:events';
import { PassThrough, pipeline, type Readable, Writable } from 'node:stream';
import { answer, AT_ONCE, type Push, repeated } from '../stub.ts';
import { transport, withHead } from './transport.ts';

export const CHUNK = Buffer.alloc(1024);

/** Bytes: the high-water mark of a Node.js stream. */
const SENT_TOGETHER = 16 * CHUNK.length;

const METADATA = {
  generation: '1700000000000000',
  size: '1048576',
  contentType: 'text/csv',
  storageClass: 'STANDARD',
};

const DOWNLOADED = {
  'x-goog-generation': METADATA.generation,
  'x-goog-stored-content-length': METADATA.size,
  'content-type': METADATA.contentType,
  'x-goog-storage-class': METADATA.storageClass,
};

const OK = { statusCode: 200, headers: {} };

export type Metadata = typeof METADATA;
export type Answer = typeof OK;

/** Reports when it is first read. */
class Download extends PassThrough {
  private asked = false;

  override _read(size: number): void {
    if (!this.asked) {
      this.asked = true;
      this.emit('reading');
    }
    super._read(size);
  }
}

/** The client's access control list, of which the plugin remembers the owner. */
class Acl {
  readonly pathPrefix = '/acl';
}

/**
 * A client that gets responses on the next microtask, with bytes from memory, so that only the overhead around it is
 * measured. It has the private fields and methods that the plugin uses, and publishes its requests as Node would.
 *
 * @param published whether requests are published where plugins listen
 */
export const defineLibrary = (published: boolean) => {
  const { send } = transport(published ? 'http.client' : 'unheard');
  const storage = { apiEndpoint: 'https://storage.googleapis.com' };

  class ServiceObject {
    readonly baseUrl: string;
    metadata: Partial<Metadata> = {};

    constructor(baseUrl: string) {
      this.baseUrl = baseUrl;
    }

    async getMetadata(): Promise<[Metadata, Answer]> {
      await answer;
      const answered = send('GET', '/storage/v1/b/invoices/o/march.csv?');
      await answer;
      answered(OK);
      this.metadata = METADATA;
      return [METADATA, OK];
    }
  }

  class Bucket extends ServiceObject {
    readonly acl = new Acl();
    readonly storage: object;
    readonly name: string;

    constructor(owner: object, name: string) {
      super('/b');
      this.storage = owner;
      this.name = name;
    }
  }

  const invoices = new Bucket(storage, 'invoices');

  class File extends ServiceObject {
    readonly acl = new Acl();
    readonly name = 'march.csv';
    readonly storage = storage;
    readonly parent = invoices;
    readonly bucket = invoices;

    constructor() {
      super('/o');
    }

    createReadStream(chunks: number, push: Push = AT_ONCE): Readable {
      const download = new Download();
      download.once('reading', () => {
        const answered = send('GET', '/storage/v1/b/invoices/o/march.csv?alt=media');
        const response = withHead(repeated(CHUNK, chunks, push), { statusCode: 200, headers: DOWNLOADED });
        answered(response);
        pipeline(response, download, () => {});
      });
      return download;
    }

    /** Reports progress as the client does, which sends everything written meanwhile at once. */
    createWriteStream(): Writable {
      const upload = new EventEmitter();
      let bytesWritten = 0;
      const stream = new Writable({
        write(chunk: Buffer, _encoding, done) {
          if (bytesWritten === 0) stream.emit('writing');
          bytesWritten += chunk.length;
          if (bytesWritten % SENT_TOGETHER === 0) upload.emit('progress', { bytesWritten });
          done();
        },
        final(done) {
          stream.emit('sent');
          done();
        },
      });
      stream.once('writing', () => {
        this.startResumableUpload_(upload);
        const answered = send('PUT', '/upload/storage/v1/b/invoices/o?uploadType=resumable&upload_id=1');
        stream.once('sent', () => answered(OK));
      });
      upload.on('progress', (progress) => stream.emit('progress', progress));
      return stream;
    }

    startResumableUpload_(_upload: EventEmitter): void {}
  }

  return { ServiceObject, Bucket, File };
};

export type Library = ReturnType<typeof defineLibrary>;
