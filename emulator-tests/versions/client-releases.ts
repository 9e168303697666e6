import type { Mode } from '../harness/index.ts';

/** Scenarios of the trace suites, and the backend that they run on. */
export interface Run {
  readonly scenarios: readonly string[];
  readonly on: 'emulator' | 'scripted';
}

/** Releases of a client that are tested in one way. */
export interface ClientReleases {
  /** The module that the application loads. */
  readonly client: string;
  /** The lowest and the newest of each major that the plugin supports. */
  readonly versions: readonly string[];
  readonly modes: readonly Mode[];
  readonly runs: readonly Run[];
  readonly env?: Readonly<Record<string, string>>;
  /** How each minor release is loaded, of which every call is made once. Absent where only `versions` are tested. */
  readonly minors?: Mode;
}

/** A client in CommonJS, which an ES module imports as well. */
export const commonJs: readonly Mode[] = ['cjs', 'esm'];

/** A client that is built twice. */
export const builtTwice: readonly Mode[] = ['cjs', 'esm-hooks'];

/** The lowest of each major that brings a supported Firestore, and the newest. */
export const firebaseAdmin: readonly string[] = ['12.0.0', '13.0.0', '14.0.0', '14.5.1'];
