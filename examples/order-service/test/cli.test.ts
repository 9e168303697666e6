import { describe, expect, test } from '@jest/globals';
import { demo } from './demo.ts';

describe('the demo ends with one line on stderr and exit code 1', () => {
  test.each([
    ['for a wrong option', ['--formt', 'json'], {}, "Unknown option '--formt' (see --help)"],
    ['for a wrong value', ['--format', 'xml'], {}, "--format must be tree or json, not 'xml' (see --help)"],
    [
      'for an unreachable Firestore emulator',
      [],
      { FIRESTORE_EMULATOR_HOST: '127.0.0.1:1' },
      'FIRESTORE_EMULATOR_HOST is set to 127.0.0.1:1',
    ],
    [
      'for an unreachable Storage emulator',
      [],
      { STORAGE_EMULATOR_HOST: 'http://127.0.0.1:1' },
      'STORAGE_EMULATOR_HOST is set to http://127.0.0.1:1',
    ],
    [
      'for an unreachable Spanner emulator',
      [],
      { SPANNER_EMULATOR_HOST: '127.0.0.1:1' },
      'SPANNER_EMULATOR_HOST is set to 127.0.0.1:1',
    ],
    [
      'for an unreachable collector',
      ['--exporter', 'otlp'],
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
      'cannot export to http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
    ],
  ])('%s', async (_case, args, env, reason) => {
    const { code, stdout, stderr, seconds } = await demo(args, env);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^order-service: .+\n$/);
    expect(stderr).toContain(reason);
    expect(code).toBe(1);
    expect(seconds).toBeLessThan(15);
  });
});

test('--help explains the options on stdout', async () => {
  const { code, stdout, stderr } = await demo(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const option of ['--format', '--exporter', '--help']) expect(stdout).toContain(option);
});
