import { describe, expect, test } from '@jest/globals';
import { FieldPath, Filter, Firestore, type Query } from '@google-cloud/firestore';
import type { Query as PrivateQuery } from '../src/client';
import { collectionOfPath } from '../src/collections';
import { fieldName, queryText } from '../src/query-text';

const firestore = new Firestore({ projectId: 'demo' });
const users = firestore.collection('users');
const textOf = (query: Query): string => queryText(query as unknown as PrivateQuery, {});

describe('the shape of a query', () => {
  test.each<[string, Query]>([
    ['SELECT * FROM users', users],
    ['SELECT * FROM users/{id}/orders', users.doc('u1').collection('orders')],
    ['SELECT * FROM orders', firestore.collectionGroup('orders')],
    ['SELECT __name__ FROM users', users.select()],
    [
      'SELECT * FROM users WHERE a = ? AND b != ? AND c > ?',
      users.where('a', '==', 1).where('b', '!=', 2).where('c', '>', 3),
    ],
    ['SELECT * FROM users WHERE a ARRAY_CONTAINS ?', users.where('a', 'array-contains', 1)],
    ['SELECT * FROM users WHERE a ARRAY_CONTAINS_ANY (?)', users.where('a', 'array-contains-any', [1, 2])],
    ['SELECT * FROM users WHERE a NOT IN (?)', users.where('a', 'not-in', [1, 2])],
    [
      'SELECT * FROM users WHERE (a = ? OR (b = ? AND c = ?))',
      users.where(
        Filter.or(
          Filter.where('a', '==', 1),
          Filter.and(Filter.where('b', '==', 2), Filter.where('c', '==', 3)),
        ),
      ),
    ],
    [
      'SELECT * FROM users ORDER BY a ASC, b DESC LIMIT TO LAST ?',
      users.orderBy('a').orderBy('b', 'desc').limitToLast(3),
    ],
    [
      'SELECT * FROM users ORDER BY a ASC START AT ? END BEFORE ?',
      users.orderBy('a').startAt(1).endBefore(2),
    ],
    [
      'SELECT * FROM users ORDER BY a ASC START AFTER ? END AT ? OFFSET ?',
      users.orderBy('a').startAfter(1).endAt(2).offset(3),
    ],
  ])('%s', (text, query) => expect(textOf(query)).toBe(text));

  test('nothing of its values', () => {
    const secret = 'canary';
    const query = users
      .where('a', '==', secret)
      .where('b', 'in', [secret])
      .orderBy('a')
      .startAt(secret)
      .endAt(secret);
    expect(textOf(query)).not.toContain(secret);
  });

  test('a tree of filters without end is cut, not followed', () => {
    let deep = Filter.where('a', '==', 1);
    for (let depth = 0; depth < 200; depth++) deep = Filter.and(deep, Filter.where('b', '==', depth));
    const text = textOf(users.where(deep));
    expect(text).toContain('(…)');
    expect(text.length).toBeLessThan(600);
    const wide = Filter.or(...Array.from({ length: 5_000 }, (_, value) => Filter.where('a', '==', value)));
    expect(textOf(users.where(wide)).length).toBeLessThan(700);
  });
});

describe('a field path', () => {
  test.each([
    ['name', 'name'],
    ['address.city', 'address.city'],
    ['roles.qMlSfsAnSYb2Emu4hRZ1Ia2VhzJ3', 'roles.{id}'],
    ['members.abcdefghijklmnopqrst.role', 'members.{id}.role'],
    ['numberOfOpenInvoices', 'numberOfOpenInvoices'],
    ['Xy12345678901234567z', '{id}'],
    ['shippingAddressLine2', 'shippingAddressLine2'],
    ['billing_address_line1', 'billing_address_line1'],
    ['roles.d41d8cd98f00b204e9800998ecf8427e', 'roles.{id}'],
    ['roles.a07f1f77bcf86cd799439011', 'roles.{id}'],
    ['roles.cjld2cjxh0000qzrmn831i7rn', 'roles.{id}'],
    ['roles.tz4a98xxat96iws9zmbrgj3a', 'roles.{id}'],
    ['roles.V1StGXR8_Z5jdHi6BmyTx', 'roles.{id}'],
    ['roles.01ARZ3NDEKTSV4RRFFQ69G5FAV', 'roles.{id}'],
    ['roles.auth0_5f7c8ec7c33c6c004bbafe82', 'roles.{id}'],
    ['roles.U024BE7LH', 'roles.{id}'],
    ['roles.ada.lovelace@example.com', '{id}'],
    [new FieldPath('by-day', '2026-11-21'), '{id}.{id}'],
    [new FieldPath('mail', 'ann@example.com'), 'mail.{id}'],
    ['__name__', '__name__'],
  ])('%s → %s', (field, name) => expect(fieldName(field as string)).toBe(name));
});

describe('a path', () => {
  test.each([
    [[], undefined],
    [['users'], 'users'],
    [['users', 'u1'], 'users'],
    [['users', 'u1', 'orders'], 'users/{id}/orders'],
    [['users', 'u1', 'orders', 'o1'], 'users/{id}/orders'],
    [['ada@example.com'], '{id}'],
    [['users', 'u1', 'ada@example.com'], 'users/{id}/{id}'],
    [['123e4567-e89b-12d3-a456-426614174000', 'x'], '{id}'],
    [['qMlSfsAnSYb2Emu4hRZ1Ia2VhzJ3'], '{id}'],
    [['Xy12345678901234567z', 'x', 'orders'], '{id}/{id}/orders'],
    [['numberOfOpenInvoices'], 'numberOfOpenInvoices'],
    [['orders-2026'], 'orders-2026'],
  ])('%j → %s', (segments, collection) => expect(collectionOfPath({ segments }, {})).toBe(collection));
});
