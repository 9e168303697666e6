/** Attributes that uploads and downloads share, and those of transfers of many files. */
import type { Attributes, Consumed } from '@gcp-otel/shared';

/** A stream that was closed before its end transferred only part of the object. */
export const aborted = ({ complete }: Consumed): Attributes | undefined =>
  complete ? undefined : { 'gcp.storage.transfer.aborted': true };

const MISMATCHES: readonly unknown[] = [
  'CONTENT_DOWNLOAD_MISMATCH',
  'FILE_NO_UPLOAD',
  'FILE_NO_UPLOAD_DELETE',
  'MD5_NOT_AVAILABLE',
];

/** The client's checksum validation failed. */
export const mismatched = (error: { readonly code?: unknown } | undefined): Attributes | undefined =>
  MISMATCHES.includes(error?.code) ? { 'gcp.storage.validation': 'failed' } : undefined;

const isSkipped = (result: { readonly skipped?: unknown } | undefined): boolean => result?.skipped === true;

/** Files of the call, and those it skipped because they exist, cannot be written, or failed. */
export const transferred = (results: unknown): Attributes | undefined => {
  if (!Array.isArray(results)) return undefined;
  return {
    'gcp.storage.transfer.files': results.length,
    'gcp.storage.transfer.skipped': results.filter(isSkipped).length,
  };
};
