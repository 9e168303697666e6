import { bucketOf } from './buckets.ts';
import type { Exchange } from './exchange.ts';
import { objectOf } from './objects.ts';
import { Refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { AccessControl, Store } from './store.ts';

type FindList = (exchange: Exchange, store: Store) => Map<string, AccessControl>;

/** The access control lists of buckets and objects. */
export const accessRoutes: Routes = {
  ...listRoutes('/b/{bucket}/acl', 'bucketAccessControl', (...at) => bucketOf(...at).acl),
  ...listRoutes('/b/{bucket}/defaultObjectAcl', 'objectAccessControl', (...at) => bucketOf(...at).defaultAcl),
  ...listRoutes('/b/{bucket}/o/{object}/acl', 'objectAccessControl', (...at) => objectOf(...at).acl),
};

function listRoutes(path: string, type: string, find: FindList): Routes {
  const kind = `storage#${type}`;

  async function write(exchange: Exchange, store: Store): Promise<void> {
    const list = find(exchange, store);
    const body = await exchange.json<Partial<AccessControl>>();
    const { entity = exchange.parameter('entity'), role = 'READER' } = body;
    const control = { kind, entity, role };
    list.set(entity, control);
    exchange.answer(control);
  }

  function read(exchange: Exchange, store: Store): AccessControl {
    const entity = exchange.parameter('entity');
    const control = find(exchange, store).get(entity);
    if (!control) throw new Refusal(404, `No such access control of ${exchange.title}: ${entity}`);
    return control;
  }

  return {
    [`GET ${path}`]: (exchange, store) =>
      exchange.answer({ kind: `${kind}s`, items: [...find(exchange, store).values()] }),
    [`POST ${path}`]: write,
    [`GET ${path}/{entity}`]: (exchange, store) => exchange.answer(read(exchange, store)),
    [`PUT ${path}/{entity}`]: write,
    [`PATCH ${path}/{entity}`]: write,
    [`DELETE ${path}/{entity}`](exchange, store) {
      find(exchange, store).delete(read(exchange, store).entity);
      exchange.answerEmpty();
    },
  };
}
