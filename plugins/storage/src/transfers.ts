import { type Call, type Caller, keepsInside, type Wrapper } from '@gcp-otel/shared';
import { offsetOf, startsAgain } from './requests';

/** The options of an upload that say how it is done. */
interface UploadOptions {
  readonly chunkSize?: unknown;
  /** A session that was started before, and how much it has. */
  readonly uri?: unknown;
  readonly offset?: unknown;
}

/** The stream that the client's upload goes through: it tells how much of the object was taken from it. */
interface UploadStream {
  /** What the data is written to in the end; `null` where the client has refused to start. */
  readonly _writable?: object | null;
  on(event: 'progress', listener: (progress: { readonly bytesWritten: number }) => void): unknown;
}

/** The client starts to send an object: once for each attempt of the call. */
const startsUpload = (
  call: Call,
  type: string,
  stream: UploadStream,
  { chunkSize, uri, offset }: UploadOptions = {},
): void => {
  startsAgain(call);
  call.count('gcp.storage.upload.attempts');
  call.note('gcp.storage.upload.type', type);
  if (type === 'resumable') call.note('gcp.storage.upload.resumed', Boolean(uri ?? offset));
  if (typeof chunkSize === 'number') call.note('gcp.storage.upload.chunk_size', chunkSize);
  const noted = call.counting('gcp.storage.bytes.sent');
  stream.on('progress', ({ bytesWritten }) => {
    noted['gcp.storage.bytes.sent'] = bytesWritten - offsetOf(call);
  });
};

const keepRequests = keepsInside('makeRequest', 'makeRequestStream');

/**
 * An inner step of the client that starts an upload. Data reaches a resumable one from wherever the application
 * writes it, and the first of it sends the first request.
 */
export const uploads =
  (type: 'multipart' | 'resumable'): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: [UploadStream, UploadOptions?]): unknown {
        const call = engine.running();
        if (call === undefined) return original.apply(this, args);
        const [stream, options] = args;
        engine.aside(() => startsUpload(call, type, stream, options));
        const result: unknown = original.apply(this, args);
        engine.aside(() => {
          const { _writable: upload } = stream;
          if (typeof upload === 'object' && upload !== null) keepRequests(call, upload);
        });
        return result;
      },
    }).step;

/** `bucket.upload(path, options)`: what the client tells of its progress, it tells where the upload was asked for. */
export const withProgress = (args: readonly unknown[], caller: Caller): readonly unknown[] => {
  const { onUploadProgress } = (args[1] ?? {}) as { readonly onUploadProgress?: unknown };
  if (typeof onUploadProgress !== 'function') return args;
  const options = { ...(args[1] as object), onUploadProgress: caller.bound(onUploadProgress as () => void) };
  return args.with(1, options);
};

/** `file.save(data, options)`: data that is made while it is sent is made where the upload was asked for. */
export const withDataAndProgress = (args: readonly unknown[], caller: Caller): readonly unknown[] => {
  const [data] = args;
  const isAtHand = typeof data === 'string' || data instanceof Uint8Array;
  return withProgress(isAtHand ? args : args.with(0, caller.source(data)), caller);
};
