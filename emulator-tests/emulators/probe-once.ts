import { probeFirestore } from './probe.ts';

/** `node probe-once.ts host:port` exits with 0 if a Firestore backend answers there. */
await probeFirestore(process.argv[2] ?? '', 5_000).catch(() => process.exit(1));
