import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { calls } from '../../scenarios/firestore/invisible.ts';
import { invisibility } from '../../suites/invisibility/index.ts';
import type { Observations } from '../../suites/invisibility/observe.ts';
import { runChecked } from '../../suites/run-checked.ts';

invisibility({ service: 'firestore', titles: Object.keys(calls), takesFormsTogether: true });

describe('the suite sees', () => {
  const faulty = join(import.meta.dirname, '../fixtures/visible-plugin.cjs');
  let shipped: Observations;
  let visible: Observations;

  beforeAll(async () => {
    const observe = async (more: object) => {
      const { result } = await runChecked({
        scenario: 'firestore/invisible',
        mode: 'cjs',
        backend: sharedScripted('firestore'),
        env: { CALLS: JSON.stringify(['doc.set', 'doc.create', 'query.stream', 'doc.onSnapshot']) },
        config: { enabled: false },
        silent: true,
        ...more,
      });
      return result as Observations;
    };
    [shipped, visible] = await Promise.all([observe({}), observe({ nodeFlags: ['--require', faulty] })]);
  });

  test.each([
    ['a second branch of a promise', 'doc.set, awaited, permission_denied', 'log'],
    ['a promise of its own class', 'doc.create, awaited, fine', 'returned'],
    ['a listener of its own', 'query.stream, nobody hears its errors, midstream_permission_denied', 'log'],
    ['chunks that come a turn later', 'query.stream, read by events, fine', 'firstChunk'],
    ['a callback that is called twice', 'doc.onSnapshot, heard, fine', 'log'],
  ] as const)('%s', (_, name, part) => {
    expect(visible.calls[name]?.[part]).not.toEqual(shipped.calls[name]?.[part]);
  });

  test('a method that is named otherwise', () => {
    expect(visible.classes).not.toEqual(shipped.classes);
  });
});
