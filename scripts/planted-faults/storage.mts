import { type Fault, faultsIn } from './fault.mts';

export const faults: readonly Fault[] = [
  ...faultsIn(
    'plugins/storage/src/billing.ts',
    [
      'a listing is billed as a read',
      '[/^\\/b\\/[^/]+\\/o(?:\\?|$)/, CLASS_A, PAGES]',
      '[/^\\/b\\/[^/]+\\/o(?:\\?|$)/, CLASS_B, PAGES]',
    ],
    [
      'each request of a copy is billed',
      '\\?(?:.*&)?rewriteToken=/, REWRITES],',
      '\\?(?:.*&)?rewriteToken=/, CLASS_A, REWRITES],',
    ],
    ['what has not changed is free', ' || status === 304', ''],
  ),
  ...faultsIn(
    'plugins/storage/src/requests.ts',
    ['bytes are counted twice', '+= (chunk as Buffer).length;', '+= 2 * (chunk as Buffer).length;'],
    ['a lost chunk is no resumption', "call.note('gcp.storage.upload.resumed', true);\n  sentOf", 'sentOf'],
  ),
  ...faultsIn('plugins/storage/src/downloads.ts', [
    'a range is checked against a checksum',
    "'gcp.storage.validation': range ? 'none' : validationOf(validation),",
    "'gcp.storage.validation': validationOf(validation),",
  ]),
  ...faultsIn('plugins/storage/src/uploads.ts', [
    'a private field is read without a guard',
    "engine.runSafely(() => {\n          const { _writable: upload } = stream;\n          if (typeof upload === 'object' && upload !== null) keepRequests(call, upload);\n        });",
    'keepRequests(call, stream._writable as object);',
  ]),
];
