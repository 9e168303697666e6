/** Attributes of the options of a call: preconditions, user project, validation. */
import type { Attributes } from '@gcp-otel/shared';
import { NO_OPTIONS, optionsIn, type Target } from './client';

type Arguments = readonly unknown[];

const PRECONDITIONS = [
  'ifGenerationMatch',
  'ifGenerationNotMatch',
  'ifMetagenerationMatch',
  'ifMetagenerationNotMatch',
  'ifSourceGenerationMatch',
  'ifSourceGenerationNotMatch',
  'ifSourceMetagenerationMatch',
  'ifSourceMetagenerationNotMatch',
] as const;

/** The preconditions of a call, and the project that pays for it. */
export const requested = (target: Target, args: Arguments): Attributes => {
  const options = optionsIn(args);
  const { preconditionOpts = target.instancePreconditionOpts, userProject = target.userProject } = options;
  const attributes: Attributes = {};
  if (options !== NO_OPTIONS || preconditionOpts !== undefined) {
    const given = { ...options, ...(preconditionOpts as object | undefined) };
    const preconditions = PRECONDITIONS.filter((name) => given[name] !== undefined);
    if (preconditions.length > 0) attributes['gcp.storage.preconditions'] = preconditions;
  }
  if (typeof userProject === 'string') attributes['gcp.storage.user_project'] = userProject;
  return attributes;
};

/** The checksum that the client validates: CRC32C by default. */
export const validationOf = (validation: unknown): string => {
  if (validation === false) return 'none';
  if (typeof validation !== 'string') return 'crc32c';
  const named = validation.trim().toLowerCase();
  return named === 'md5' || named === 'crc32c' ? named : 'none';
};
