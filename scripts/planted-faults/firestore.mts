import { type Fault, faultsIn } from './fault.mts';

export const faults: readonly Fault[] = [
  ...faultsIn(
    'plugins/firestore/src/operations.ts',
    [
      'a method is not in the table',
      "      delete: { operation: 'delete', returns: 'promise', describe: documents.describe, outcome: writes.deleted },\n",
      '',
    ],
    [
      'an operation has the name of another',
      "set: { operation: 'set', returns: 'promise', describe: documents.describe",
      "set: { operation: 'create', returns: 'promise', describe: documents.describe",
    ],
  ),
  ...faultsIn(
    'plugins/firestore/src/billing.ts',
    [
      'a request that failed is a page of a list',
      'if (!error) engine.runSafely(() => call.count(PAGES));',
      'engine.runSafely(() => call.count(PAGES));',
    ],
    [
      'a query that is asked again for nothing is free',
      'const ofNothing = latest === 0 &&',
      'const ofNothing = documents + skipped === 0 &&',
    ],
  ),
  ...faultsIn('plugins/firestore/src/metrics.ts', [
    'deletes of a commit are counted twice',
    "'delete', ofCall);",
    "'delete', ofCall);\n        if (start['db.operation.name'] === 'commit') bill(ended, record, outcome['gcp.firestore.billing.deletes'], 'delete', ofCall);",
  ]),
  ...faultsIn('plugins/firestore/src/documents.ts', [
    'the number of documents is missing',
    "description.attributes['gcp.firestore.documents.requested'] = documents.length;",
    '',
  ]),
  ...faultsIn('plugins/firestore/src/generated-ids.ts', [
    'an id of a provider is a name',
    '/^[a-z\\d]+[_|-][a-f\\d]{16,}$/i,',
    '',
  ]),
];
