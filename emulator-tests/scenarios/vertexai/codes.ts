import { codeOf as codeOfOthers } from '../../suites/calls.ts';

interface Failed {
  readonly code?: unknown;
  readonly cause?: Failed;
}

/** What an error of these clients is told apart by: they hide a status in a message, and a code in what caused it. */
export function codeOf(error: unknown): number | string {
  const own = codeOfOthers(error);
  if (typeof own === 'number') return own;
  const [, status] = /\bgot status: (\d{3})\b/.exec(String(error)) ?? [];
  if (status !== undefined) return Number(status);
  const { cause } = Object(error) as Failed;
  const caused = cause?.code ?? cause?.cause?.code;
  return typeof caused === 'string' || typeof caused === 'number' ? caused : own;
}
