import { types } from 'node:util';

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  // Node tries every address of a host name, and collects the failures in an error without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  const message = types.isNativeError(error) ? error.message : String(error);
  return message.trim().replaceAll(/\s+/g, ' ');
}
