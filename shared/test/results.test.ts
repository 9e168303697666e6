import { describe, expect, jest, test } from '@jest/globals';
import { context } from '@opentelemetry/api';
import { activeName, box, failure, inSpan, span, telemetry } from './toy-calls';

describe('promise', () => {
  test('fulfils: described, detailed, its result told', async () => {
    await expect(box.get('named')).resolves.toBe('value of named');
    expect(telemetry.take()).toEqual([
      span('get', {
        attributes: {
          'toy.operation': 'get',
          'toy.named': true,
          'toy.detail': 'd',
          'toy.length': 14,
          'toy.steps': 1,
        },
      }),
    ]);
  });

  test('what the library leaves running belongs to no call once that has ended', async () => {
    let left = context.active();
    const step = jest.spyOn(box, 'step').mockImplementation(() => (left = context.active()));
    await box.get('first');
    step.mockRestore();
    await context.with(left, () => box.get('second'));
    expect(telemetry.take()).toMatchObject([{ name: 'get boxes', children: [{ name: 'get boxes' }] }]);
  });

  test('rejects: the same error, its code, and nothing of its message', async () => {
    const error = await box.get('missing').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'no missing', code: 5 });
    expect(telemetry.take()).toEqual([
      span('get', {
        attributes: {
          'toy.operation': 'get',
          'toy.detail': 'd',
          'toy.steps': 1,
          'error.type': 'NOT_FOUND',
          'toy.status': 'NOT_FOUND',
        },
        ...failure('NOT_FOUND'),
      }),
    ]);
  });

  test('throws before it returns: thrown on, and an error that is no status', () => {
    expect(() => box.check(1)).toThrow(new TypeError('not a key: 1'));
    expect(telemetry.take()).toEqual([
      span('check', {
        attributes: { 'toy.operation': 'check', 'error.type': 'TypeError' },
        ...failure('TypeError', 'TypeError'),
      }),
    ]);
  });

  test('what it calls belongs to it; what the application calls meanwhile does not', async () => {
    await inSpan(() => Promise.all([box.getTwice('a'), box.get('b')]));
    expect(telemetry.take()).toMatchObject([
      { name: 'application', children: [{ name: 'get_twice boxes' }, { name: 'get boxes' }] },
    ]);
  });

  test('goes on where the application was', async () => {
    await inSpan(async () => {
      await box.get('a');
      expect(activeName()).toBe('application');
    });
    telemetry.take();
  });
});

describe('callback', () => {
  test.each([
    ['found', 'a', span('find')],
    [
      'failed',
      'missing',
      span('find', {
        attributes: { 'toy.operation': 'find', 'error.type': '404', 'toy.status': '404' },
        ...failure('404'),
      }),
    ],
  ])('%s: the callback runs where the application called', async (_, key, expected) => {
    const seen = await inSpan(
      () =>
        new Promise((resolve) => {
          expect(
            box.find(key, (error, value) => resolve([error === null ? value : 'error', activeName()])),
          ).toBeUndefined();
        }),
    );
    expect(seen).toEqual([key === 'a' ? 'a' : 'error', 'application']);
    expect(telemetry.take()).toMatchObject([{ name: 'application', children: [expected] }]);
  });

  test('called twice: heard twice, ended once', () => {
    const heard: unknown[] = [];
    box.findTwice('a', (error, value) => heard.push(error ?? value));
    expect(heard).toEqual(['a', new Error('again')]);
    expect(telemetry.take()).toEqual([span('find_twice')]);
  });

  test('left out, or given as undefined: a promise', async () => {
    await expect(box.find('a')).resolves.toBe('value of a');
    await expect(box.find('a', undefined)).resolves.toBe('value of a');
    const found = span('find', { attributes: { 'toy.operation': 'find', 'toy.steps': 1 } });
    expect(telemetry.take()).toEqual([found, found]);
  });
});
