/** Attributes of uploads: their options, and how the client sends the bytes. */
import {
  type Attributes,
  type Call,
  type Caller,
  type Consumed,
  keepMethodsInside,
  type Wrapper,
} from '@gcp-otel/shared';
import { optionsIn, type Target } from './client';
import * as objects from './objects';
import { requested, validationOf } from './request-options';
import { aborted } from './transfers';
import { offsetOf, startsAgain } from './requests';

type Arguments = readonly unknown[];

export const details = (target: Target, args: Arguments): Attributes => ({
  ...requested(target, args),
  'gcp.storage.validation': validationOf(optionsIn(args)['validation']),
});

/** The client's own default: 32 MiB. */
const PART_SIZE = 32 * 1024 * 1024;

export const detailsOfParts = (target: Target, args: Arguments): Attributes => {
  const { chunkSizeBytes } = optionsIn(args);
  return {
    ...details(target, args),
    'gcp.storage.upload.type': 'xml_multipart',
    'gcp.storage.upload.chunk_size': typeof chunkSizeBytes === 'number' ? chunkSizeBytes : PART_SIZE,
  };
};

export const writtenByStream = (written: Consumed, file: Target): Attributes | undefined =>
  written.complete ? objects.known([], file) : aborted(written);

/** The options that select how the client uploads. */
interface UploadOptions {
  readonly chunkSize?: unknown;
  /** The URI of an existing session. `offset` is how much it has received. */
  readonly uri?: unknown;
  readonly offset?: unknown;
}

/** The stream that the client uploads from. It reports progress. */
interface UploadStream {
  /** The stream that the data is finally written to; `null` if the client refused to start. */
  readonly _writable?: object | null;
  on(event: 'progress', listener: (progress: { readonly bytesWritten: number }) => void): unknown;
}

/** Runs when the client starts to send an object, once for each attempt of the call. */
const recordAttempt = (
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

const keepRequests = keepMethodsInside('makeRequest', 'makeRequestStream');

/**
 * Wraps the inner method of the client that starts an upload. A resumable upload sends its requests when the
 * application writes data, in whatever context that happens, so its request methods are kept inside the call.
 */
export const starts =
  (type: 'multipart' | 'resumable'): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: [UploadStream, UploadOptions?]): unknown {
        const call = engine.running();
        if (call === undefined) return original.apply(this, args);
        const [stream, options] = args;
        engine.runSafely(() => recordAttempt(call, type, stream, options));
        const result: unknown = original.apply(this, args);
        engine.runSafely(() => {
          const { _writable: upload } = stream;
          if (typeof upload === 'object' && upload !== null) keepRequests(call, upload);
        });
        return result;
      },
    }).step;

/** `bucket.upload(path, options)`: runs `onUploadProgress` in the caller's context. */
export const withProgress = (args: readonly unknown[], caller: Caller): readonly unknown[] => {
  const { onUploadProgress } = (args[1] ?? {}) as { readonly onUploadProgress?: unknown };
  if (typeof onUploadProgress !== 'function') return args;
  const options = { ...(args[1] as object), onUploadProgress: caller.bound(onUploadProgress as () => void) };
  return args.with(1, options);
};

/** `file.save(data, options)`: a source that generates data during the upload runs in the caller's context. */
export const withDataAndProgress = (args: readonly unknown[], caller: Caller): readonly unknown[] => {
  const [data] = args;
  const isComplete = typeof data === 'string' || data instanceof Uint8Array;
  return withProgress(isComplete ? args : args.with(0, caller.source(data)), caller);
};
