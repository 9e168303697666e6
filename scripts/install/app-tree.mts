/** The trace of the applications in `auto-instrumentations/test/fixtures/app.cjs` and `app.mjs`, under the flag. */
export const tree = `
firestore: set notes
  grpc: grpc.google.firestore.v1.Firestore/Commit
firestore: get notes
  grpc: grpc.google.firestore.v1.Firestore/BatchGetDocuments
vertexai: generate_content fine
  undici: POST
`.trim();
