/** What uploads and downloads have in common, and transfers of many files. */
import type { Attributes, Consumed } from '@gcp-otel/shared';

/** A stream that was left before its end moved less than the whole. */
export const aborted = ({ complete }: Consumed): Attributes | undefined =>
  complete ? undefined : { 'gcp.storage.transfer.aborted': true };

const MISMATCHES: readonly unknown[] = [
  'CONTENT_DOWNLOAD_MISMATCH',
  'FILE_NO_UPLOAD',
  'FILE_NO_UPLOAD_DELETE',
  'MD5_NOT_AVAILABLE',
];

/** What arrived is not what was sent. */
export const mismatched = (error: { readonly code?: unknown } | undefined): Attributes | undefined =>
  MISMATCHES.includes(error?.code) ? { 'gcp.storage.validation': 'failed' } : undefined;

const isSkipped = (result: { readonly skipped?: unknown } | undefined): boolean => result?.skipped === true;

/** The files that the call was about, and those that it passed over: they exist, cannot be written to, or failed. */
export const transferred = (results: unknown): Attributes | undefined => {
  if (!Array.isArray(results)) return undefined;
  return {
    'gcp.storage.transfer.files': results.length,
    'gcp.storage.transfer.skipped': results.filter(isSkipped).length,
  };
};
