import { expect, test } from '@jest/globals';
import { titlesFrom } from '../src/report/titles.ts';
import { span } from './spans.ts';

const request = (method: string, path: string) =>
  span(method, undefined, { attributes: { 'http.request.method': method, 'http.route': path } });

test('each step gives its title to one trace, equal requests in the order of the steps', () => {
  const titleOf = titlesFrom([
    { title: 'Ada orders', request: 'POST /orders' },
    { title: 'Ada looks', request: 'GET /orders/1' },
    { title: 'Grace orders', request: 'POST /orders' },
  ]);
  expect(titleOf(request('POST', '/orders'))).toBe('Ada orders');
  expect(titleOf(request('POST', '/orders'))).toBe('Grace orders');
  expect(titleOf(request('POST', '/orders'))).toBeUndefined();
  expect(titleOf(request('GET', '/orders/:id'))).toBe('Ada looks');
  expect(titleOf(span('BATCH set products'))).toBeUndefined();
});
