/** Which instances of the plugins are enabled in this process, of whichever copies of their packages. */
import { channel } from 'node:diagnostics_channel';

/** An instance of a plugin. */
export interface Instance {
  /** The name of the plugin's package. */
  readonly instrumentationName: string;
  disable(): void;
}

/** The diagnostics channel on which an instance is published when it is enabled, before it traces anything. Another one may make way for it. */
export const ENABLED_CHANNEL = '@gcp-otel/shared:enabled';

const KEY = Symbol.for(ENABLED_CHANNEL);

interface Holder {
  [KEY]?: Set<Instance>;
}

/** The instances that are enabled. All copies of this package share the list. */
export const enabledInstances = (): Set<Instance> => ((globalThis as Holder)[KEY] ??= new Set());

/** Adds an instance to the list, and publishes it. */
export const addEnabled = (instance: Instance): void => {
  const enabled = enabledInstances();
  if (enabled.has(instance)) return;
  enabled.add(instance);
  channel(ENABLED_CHANNEL).publish(instance);
};
