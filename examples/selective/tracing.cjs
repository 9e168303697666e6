// What the application had before, and one plugin.
const { FirestoreInstrumentation } = require('@gcp-otel/instrumentation-firestore');
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { NodeSDK } = require('@opentelemetry/sdk-node');

const sdk = new NodeSDK({
  serviceName: 'tea-shop',
  instrumentations: [new GrpcInstrumentation(), new FirestoreInstrumentation()],
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown());
