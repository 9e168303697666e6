import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { isCancelled } from '../src/call/cancelled';
import { telemetry } from './toy-calls';
import { createSpeakers, SpeakerInstrumentation } from './toy-speaker';

const aborted = AbortSignal.abort();
const deep = (value: unknown, depth: number): unknown =>
  depth === 0 ? value : { in: deep(value, depth - 1) };
class AbortSignalOfAPolyfill {
  readonly aborted = true;
  readonly [Symbol.toStringTag] = 'AbortSignal';
}

test.each<[string, readonly unknown[], boolean]>([
  ['no argument', [], false],
  ['no signal', ['a', 1, null, undefined, { aborted: true }], false],
  ['a signal', [aborted], true],
  ['in options', ['id', { signal: aborted }], true],
  ['in a configuration', [{ config: { abortSignal: aborted } }], true],
  ['as deep as any client has it', [{}, { fetch_options: { signal: aborted } }], true],
  ['deeper', [deep(aborted, 4)], false],
  ['a signal that is not aborted', [{ signal: new AbortController().signal }], false],
  ['with a reason of its own', [AbortSignal.abort('the user has left')], true],
  ['any of several', [{ signal: AbortSignal.any([aborted]) }], true],
  ['one for a time limit', [AbortSignal.abort(new DOMException('late', 'TimeoutError'))], false],
  ['of a polyfill', [{ signal: new AbortSignalOfAPolyfill() }], true],
  [
    'beside one for a time limit',
    [{ a: AbortSignal.abort(new DOMException('', 'TimeoutError')), b: aborted }],
    true,
  ],
  ['an object of another realm', [runInNewContext('({ options: null })')], false],
  [
    'a getter that throws',
    [
      Object.defineProperty({}, 'a', {
        enumerable: true,
        get: () => {
          throw new Error();
        },
      }),
    ],
    false,
  ],
])('%s', (_, args, expected) => {
  expect(isCancelled(args)).toBe(expected);
});

describe('a call that its application cancelled', () => {
  const speakers = new SpeakerInstrumentation().instrumentModule(createSpeakers());
  const fail = async (error: Error, ...more: readonly unknown[]) => {
    const say = new speakers.Speaker().say as (
      ...args: readonly unknown[]
    ) => ReturnType<InstanceType<typeof speakers.Speaker>['say']>;
    const chunks = await say(1, error, ...more);
    await chunks.next();
    await expect(chunks.next()).rejects.toBe(error);
    return telemetry.take().map(({ status, events, attributes }) => ({ status, events, attributes }));
  };
  const heard = { 'speaker.words': 1, 'speaker.complete': false, 'speaker.said': 'word1' };

  test('is no failure, and tells what came until then', async () => {
    const error = new DOMException('given up', 'AbortError');
    expect(await fail(error, { signal: aborted })).toEqual([{ status: 'UNSET', attributes: heard }]);
  });

  test('with a reason of its own', async () => {
    const error = new Error('left');
    expect(await fail(error, { signal: AbortSignal.abort(error) })).toEqual([
      { status: 'UNSET', attributes: heard },
    ]);
  });

  test('fails all the same where a server has answered', async () => {
    const error = Object.assign(new Error('busy'), { status: 503 });
    expect(await fail(error, { signal: aborted })).toEqual([
      {
        status: 'ERROR 503',
        attributes: { ...heard, 'error.type': '503', 'toy.status': '503' },
        events: [{ name: 'exception', 'exception.type': 'Error' }],
      },
    ]);
  });

  test('fails where it was the library that gave up', async () => {
    const error = new DOMException('timed out', 'AbortError');
    expect(await fail(error, { signal: new AbortController().signal })).toEqual([
      {
        status: 'ERROR AbortError',
        attributes: { ...heard, 'error.type': 'AbortError' },
        events: [{ name: 'exception', 'exception.type': 'AbortError' }],
      },
    ]);
  });
});
