/** Attributes of downloads: whole, streamed or in chunks. */
import type { Attributes, Consumed } from '@gcp-otel/shared';
import { optionsIn, type Target } from './client';
import { requested, validationOf } from './request-options';
import { aborted } from './transfers';

type Arguments = readonly unknown[];

export const details = (target: Target, args: Arguments): Attributes => {
  const { start, end, validation } = optionsIn(args);
  const range = typeof start === 'number' || typeof end === 'number';
  return {
    ...requested(target, args),
    'gcp.storage.range': range,
    // The client cannot validate a range: there are only checksums of whole objects.
    'gcp.storage.validation': range ? 'none' : validationOf(validation),
  };
};

export const readByStream = (read: Consumed): Attributes | undefined => aborted(read);
