import type { Inner } from './rows.ts';

const inFirestoreTransaction = (span: RegExp) => ({ by: 'Firestore.runTransaction', span });

const firestore: Inner = {
  'Transaction.get': inFirestoreTransaction(/^get /),
  'Transaction.getAll': inFirestoreTransaction(/^get_all /),
  'Transaction.execute': inFirestoreTransaction(/^pipeline /),
  'Transaction.commit': inFirestoreTransaction(/^commit$/),
  // A transaction asks for it that has failed.
  'Firestore.request': inFirestoreTransaction(/^rollback$/),
  // Sends what others have queued.
  'BulkCommitBatch.bulkCommit': { by: 'BulkWriter.set', span: /./ },
};

const inSpannerTransaction = (span: RegExp) => ({ by: 'Database.runTransactionAsync', span });

const spanner: Inner = {
  'Dml.runUpdate': inSpannerTransaction(/^UPDATE /),
  'Transaction.batchUpdate': inSpannerTransaction(/^BATCH/),
  'Transaction.commit': inSpannerTransaction(/^commit/),
  'Transaction.rollback': inSpannerTransaction(/^rollback$/),
  // What goes on in callbacks is a case as a whole.
  'Database.runTransaction': { by: 'Object.runInCallbacks', span: /^transaction$/ },
  // The one call of it is the client's own, and has no other span than the call that makes it.
  'PartitionedDml.runUpdate': { by: 'Database.runPartitionedUpdate', span: /^UPDATE / },
};

/** No calls: the objects whose calls are traced. */
const objects: Inner = {
  'Bucket.acl': { by: 'Acl.add', span: /^add_acl/ },
  'Bucket.iam': { by: 'Iam.getPolicy', span: /^get_iam_policy/ },
  'File.acl': { by: 'Acl.get', span: /^get_acl/ },
  'Acl.default': { by: 'Acl.update', span: /^update_acl/ },
};

const storage: Inner = {
  ...objects,
  // Each kind of thing that can be changed has a method of its own, which calls this one.
  'ServiceObject.setMetadata': { by: 'Bucket.setMetadata', span: /^set_bucket_metadata/ },
};

const asked = (by: string, span: RegExp) => ({ by, span });

const vertexai: Inner = {
  'Models.generateContentInternal': asked('Models.generateContent', /^generate_content/),
  'Models.generateContentStreamInternal': asked('Models.generateContentStream', /^generate_content/),
  'Models.embedContentInternal': asked('Models.embedContent', /^embeddings/),
  // Until 1.42 it was the one that asked.
  'Models.embedContent': asked('Models.embedContent', /^embeddings/),
  'Models.generateImagesInternal': asked('Models.generateImages', /^generate_content/),
  'Models.editImageInternal': asked('Models.editImage', /^generate_content/),
  'Models.upscaleImageInternal': asked('Models.upscaleImage', /^generate_content/),
  'Models.generateVideosInternal': asked('Models.generateVideos', /^generate_content/),
  'Caches.listInternal': asked('Caches.list', /^list_cached_contents/),
  // No release exports this class, and each names it in its own way.
  'Interactions.create': asked('GeminiNextGenInteractions.create', /^generate_content/),
  'Interactions.get': asked('GeminiNextGenInteractions.get', /^fetch_response/),
};

/** Of each plugin's table, the rows that an application reaches through another's call only. */
export const inner = { firestore, spanner, storage, vertexai };
