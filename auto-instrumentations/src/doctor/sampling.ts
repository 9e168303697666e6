/** The doctor's check of which traces are recorded and kept. */
import type { Environment } from './command';
import { error, type Finding, warning } from './finding';

const CHECK = 'sampling';

const SAMPLERS = ['always_on', 'always_off', 'traceidratio'].flatMap((name) => [name, `parentbased_${name}`]);
const RECORDS_ALL = ['always_on', 'parentbased_always_on'];

const checkSampler = (sampler: string): Finding[] => {
  if (!SAMPLERS.includes(sampler))
    return [
      error(
        CHECK,
        `OTEL_TRACES_SAMPLER="${sampler}" is not known`,
        `OTEL_TRACES_SAMPLER=${sampler.includes('ratio') ? 'parentbased_traceidratio' : 'parentbased_always_on'}`,
      ),
    ];
  if (sampler === 'always_off')
    return [
      error(
        CHECK,
        'OTEL_TRACES_SAMPLER=always_off: no span is recorded',
        'OTEL_TRACES_SAMPLER=parentbased_always_on',
      ),
    ];
  if (sampler === 'parentbased_always_off')
    return [
      warning(
        CHECK,
        'OTEL_TRACES_SAMPLER=parentbased_always_off: only traces that a caller has sampled are recorded',
        'OTEL_TRACES_SAMPLER=parentbased_always_on',
      ),
    ];
  return [];
};

/** The share that is probably meant: by `5%` or by `5`, 0.05. */
const meant = (value: string): number => {
  const percent = Number.parseFloat(value);
  return percent > 0 && percent <= 100 ? percent / 100 : 0.1;
};

const checkRatio = (variable: string, value: string | undefined): Finding[] => {
  const ratio = Number(value);
  if (value === undefined || value.trim() === '' || (ratio >= 0 && ratio <= 1)) return [];
  return [
    error(
      CHECK,
      `${variable}="${value}" is not a number from 0 to 1: all is kept`,
      `${variable}=${meant(value)}`,
    ),
  ];
};

export const checkSampling = (env: Environment): Finding[] => {
  const ratio = env['GCP_OTEL_KEEP_RATIO'];
  const sampler = env['OTEL_TRACES_SAMPLER']?.trim() || undefined;
  const findings = [
    ...(sampler === undefined ? [] : checkSampler(sampler)),
    ...checkRatio('OTEL_TRACES_SAMPLER_ARG', env['OTEL_TRACES_SAMPLER_ARG']),
    ...checkRatio('GCP_OTEL_KEEP_RATIO', ratio),
  ];
  // `GCP_OTEL_KEEP_RATIO` cannot keep what the sampler has dropped.
  if (ratio === undefined || sampler === undefined || RECORDS_ALL.includes(sampler)) return findings;
  return [
    ...findings,
    error(
      CHECK,
      `OTEL_TRACES_SAMPLER=${sampler} drops failures before GCP_OTEL_KEEP_RATIO can keep them`,
      'OTEL_TRACES_SAMPLER=always_on',
    ),
  ];
};
