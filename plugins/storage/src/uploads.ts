/** Uploads: the options that they are asked with, and how the client sends the bytes. */
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

const keepRequests = keepMethodsInside('makeRequest', 'makeRequestStream');

/**
 * An inner step of the client that starts an upload. Data reaches a resumable one from wherever the application
 * writes it, and the first of it sends the first request.
 */
export const starts =
  (type: 'multipart' | 'resumable'): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: [UploadStream, UploadOptions?]): unknown {
        const call = engine.running();
        if (call === undefined) return original.apply(this, args);
        const [stream, options] = args;
        engine.runSafely(() => startsUpload(call, type, stream, options));
        const result: unknown = original.apply(this, args);
        engine.runSafely(() => {
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
