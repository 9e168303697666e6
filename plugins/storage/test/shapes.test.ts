import { expect, test } from '@jest/globals';
import * as shapes from '../src/shapes';

test.each([
  ['application/pdf', 'application/pdf'],
  ['application/pdf; name="Ada.pdf"', 'application/pdf'],
  ['image/svg+xml ;charset=utf-8', 'image/svg+xml'],
  [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['Ada.pdf', undefined],
  ['text/plain Ada', undefined],
  [`text/${'x'.repeat(200)}`, undefined],
  [undefined, undefined],
])('the type in %j is %j', (given, type) => expect(shapes.mediaType(given)).toBe(type));

test('other words of a server', () => {
  expect(['NEARLINE', 'ada@example.com', 'A'.repeat(100)].map(shapes.constant)).toEqual([
    'NEARLINE',
    undefined,
    undefined,
  ]);
  expect(['1', 1, 'ada', undefined].map(shapes.generation)).toEqual(['1', '1', undefined, undefined]);
  expect(['0', 12, '-1', 'ada'].map(shapes.size)).toEqual([0, 12, undefined, undefined]);
});
