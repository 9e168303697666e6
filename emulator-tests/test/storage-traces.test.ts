import { sharedScriptedStorage, sharedStorage } from '../emulators/index.ts';
import { steps as administration } from '../scenarios/storage/administration.ts';
import { steps as contexts } from '../scenarios/storage/contexts.ts';
import { steps as downloads } from '../scenarios/storage/downloads.ts';
import { steps as identity } from '../scenarios/storage/identity.ts';
import { steps as manager } from '../scenarios/storage/manager.ts';
import { steps as objects } from '../scenarios/storage/objects.ts';
import { steps as scripted } from '../scenarios/storage/objects-scripted.ts';
import { steps as uploads } from '../scenarios/storage/uploads.ts';
import { storageLayers as layers } from '../suites/layers-of.ts';
import { traces } from '../suites/traces/index.ts';
import { storageVariants as variants } from '../suites/variants.ts';

const backend = sharedScriptedStorage();
const on = { backend, layers, variants };

traces({ scenario: 'storage/objects', steps: objects, ...on, backend: sharedStorage() });
traces({ scenario: 'storage/objects-scripted', steps: scripted, ...on });
traces({ scenario: 'storage/uploads', steps: uploads, ...on });
traces({ scenario: 'storage/downloads', steps: downloads, ...on });
traces({ scenario: 'storage/administration', steps: administration, ...on });
traces({ scenario: 'storage/identity', steps: identity, ...on });
traces({ scenario: 'storage/manager', steps: manager, ...on });
traces({ scenario: 'storage/contexts', steps: contexts, ...on });
