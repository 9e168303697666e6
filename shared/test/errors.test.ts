import { describe, expect, test } from '@jest/globals';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { errorMessage, errorType, exceptionAttributes } from '../src/telemetry/errors';
import { Reporter } from '../src/telemetry/reporter';

const hostile = Object.defineProperty({}, 'code', {
  get() {
    throw new Error('no');
  },
});

describe('what an error is called', () => {
  test.each<[what: string, thrown: unknown, elsewhere: unknown, expected: string]>([
    ['the canonical code', { code: 5, name: 'Error' }, undefined, 'NOT_FOUND'],
    ['the HTTP status', { code: 404 }, undefined, '404'],
    ['the HTTP status, as a text', { status: '429' }, undefined, '429'],
    ["the library's own code", { code: 'FILE_NO_UPLOAD' }, undefined, 'FILE_NO_UPLOAD'],
    ['its name', new RangeError('of Jane Doe'), undefined, 'RangeError'],
    ['the status of the last answer, rather than its name', new Error('x'), 503, '503'],
    ['the code of what caused it, rather than its name', new TypeError('x'), 'ECONNRESET', 'ECONNRESET'],
    ['its name, where the last answer was well', new TypeError('x'), 200, 'TypeError'],
    ['the first of a list', [{ code: 7 }, { code: 5 }], undefined, 'PERMISSION_DENIED'],
  ])('%s', (_what, thrown, elsewhere, expected) => {
    expect(errorType(thrown, elsewhere)).toBe(expected);
  });

  test.each<[what: string, thrown: unknown, elsewhere: unknown]>([
    ['a message in the place of a name', { name: 'no customer Jane Doe' }, undefined],
    ['a message in the place of a code', { code: 'no customer Jane Doe', name: '' }, undefined],
    ['a message in the place of the cause', { name: '' }, 'no customer Jane Doe'],
    ['a name that is longer than names are', { name: 'a'.repeat(65) }, undefined],
    ['a number that is no status', { code: 9999, name: '' }, undefined],
    ['a text', 'no customer Jane Doe', undefined],
    ['nothing', undefined, undefined],
    ['an error that cannot be read', hostile, undefined],
  ])('never %s', (_what, thrown, elsewhere) => {
    expect(errorType(thrown, elsewhere)).toBe('_OTHER');
  });
});

describe('what an error says, for those who asked for it', () => {
  const secret = 'https://host/path?token=secret#part';

  test('has no query of a URL', () => {
    expect(errorMessage(new Error(`before ${secret} after http://host`))).toBe(
      'before https://host/path after http://host',
    );
  });

  test.each(['x', `${secret} `, 'http://', ':a@', ':a@ ', '%25', '\\\\'])(
    'has an end, though it says %j a million times',
    (part) => {
      const error = new Error(part.repeat(1_000_000));
      expect(errorMessage(error)!.length).toBeLessThanOrEqual(16_384);
      const { 'exception.stacktrace': stack } = exceptionAttributes(error, 'Error', true);
      expect(String(stack).length).toBeLessThanOrEqual(16_384);
      expect(String(stack)).not.toContain('secret');
    },
  );
});

describe('a function of the application that throws', () => {
  const reported = (...thrown: readonly unknown[]): string[] => {
    const lines: string[] = [];
    const note =
      (level: string) =>
      (...said: unknown[]) =>
        void lines.push(`${level} ${said.map((part) => String(part).split('\n', 1)[0]).join(' ')}`);
    const logger = {
      error: note('error'),
      warn: note('warn'),
      info() {},
      debug: note('debug'),
      verbose() {},
    };
    diag.setLogger(logger, { logLevel: DiagLogLevel.DEBUG, suppressOverrideMessage: true });
    const reporter = new Reporter('plugin');
    for (const each of thrown) reporter.reportOwn('requestHook threw', each);
    diag.disable();
    return lines.filter((line) => line.includes('plugin: '));
  };

  test('is quoted, once, with its stack at debug level', () => {
    const error = new RangeError('mine');
    expect(reported(error, error)).toEqual([
      'warn plugin: requestHook threw (RangeError: mine)',
      'debug plugin: requestHook threw RangeError: mine',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a string', 'no', '(Error: no)'],
    ['nothing', undefined, '(_OTHER)'],
    ['an error of no name', Object.assign(new Error('a'), { name: 'what is it?' }), '(Error: a)'],
    [
      'something closed',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('closed');
          },
        },
      ),
      '(_OTHER)',
    ],
  ])('%s', (_, thrown, told) => {
    expect(reported(thrown)[0]).toBe(`warn plugin: requestHook threw ${told}`);
  });

  test('is told a hundred times at most, however different its messages', () => {
    const errors = Array.from({ length: 150 }, (_value, nth) => new Error(String(nth)));
    expect(reported(...errors).filter((line) => line.startsWith('warn'))).toHaveLength(100);
  });
});
