/** Patches the prototypes of all loaded copies of a library from a plugin's table, and restores them. */
import type { Engine } from '../call/engine';
import type { InstrumentedPackage } from '../plugin-api/plugin';
import type { Assigned, ClassRows, Method } from '../plugin-api/table';
import { type Exports, findIn, isHalfBuilt, onceDefined, whereDefined } from './find-class';
import { isBefore } from './releases';
import { replacement } from './wrap-operation';

/** One replaced property, and its original descriptor. */
interface Replaced {
  readonly prototype: object;
  readonly property: string;
  readonly before: PropertyDescriptor | undefined;
  readonly after: PropertyDescriptor;
}

interface Copy {
  readonly rows: ClassRows;
  readonly className: string;
  readonly label: string;
  readonly version: string | undefined;
}

/** The parts of a property descriptor that a replacement can change. */
const KINDS = ['value', 'get', 'set'] as const;

export const isSupported = ({ supported }: InstrumentedPackage, version: string): boolean =>
  supported === undefined || (!isBefore(version, supported.from) && isBefore(version, supported.below));

/**
 * Replaces methods on the prototypes of every copy of a library that the process loads, and restores them. Prototypes
 * rather than exports, because they are the same for `require`, `import` and bundles.
 */
export class Patcher {
  private readonly copies = new Map<object, Copy>();
  private readonly replaced: Replaced[] = [];
  private readonly wrappers = new WeakSet<object>();

  constructor(private readonly engine: Engine) {}

  /** Registers the classes that a file of `library` defines. */
  add(library: InstrumentedPackage, classes: readonly string[], exports: unknown, version?: string): void {
    const label = `${library.name}${version === undefined ? '' : `@${version}`}`;
    for (const className of classes) {
      const rows = library.operations[className];
      if (rows === undefined) continue;
      const take = (found: unknown): void => this.addClass(found, { rows, className, label, version });
      const found = findIn(exports, className, rows);
      if (found !== undefined) take(found);
      else if (isHalfBuilt(exports, className)) onceDefined(exports, className, take);
      else if (isExpected(rows, version))
        this.report(`${label} has no class ${className}: its calls are not traced`);
    }
  }

  /** Registers the exported and the hidden classes of a client. Returns whether there were any. */
  addFrom(library: InstrumentedPackage, exports: unknown): boolean {
    const hidden: Exports = library.hiddenClasses?.(exports as never) ?? {};
    const classes = Object.entries(library.operations).map(([className, rows]) => {
      const found = findIn(exports, className, rows) ?? hidden[className];
      this.addClass(found, { rows, className, label: library.name, version: undefined });
      return found;
    });
    return classes.some((found) => found !== undefined);
  }

  /** Registers a class that no file exports, by its first instance. */
  addHiddenClass(className: string, instance: object): void {
    const library = this.engine.plugin.packages.find(({ operations }) => className in operations);
    const rows = library?.operations[className];
    const label = library?.name ?? className;
    if (rows === undefined) return;
    const prototype = whereDefined(instance, Object.keys(rows.methods));
    this.addClass({ prototype }, { rows, className, label, version: undefined });
  }

  apply(): void {
    for (const [prototype, copy] of this.copies) this.patch(prototype, copy);
  }

  /** Restores the original descriptors, so that attributes such as `enumerable` are right too. */
  revert(): void {
    for (const { prototype, property, before, after } of this.replaced.splice(0).toReversed()) {
      const current = Object.getOwnPropertyDescriptor(prototype, property);
      // Others have wrapped our wrapper, and restoring would remove theirs. Ours does nothing while disabled.
      if (KINDS.some((kind) => current?.[kind] !== after[kind])) continue;
      if (before === undefined) Reflect.deleteProperty(prototype, property);
      else Object.defineProperty(prototype, property, before);
    }
  }

  private report(what: string): void {
    this.engine.recorder.reporter.report(what);
  }

  private addClass(found: unknown, copy: Copy): void {
    const prototype = (found as { prototype?: unknown } | undefined)?.prototype;
    if (typeof prototype !== 'object' || prototype === null || this.copies.has(prototype)) return;
    this.copies.set(prototype, copy);
    if (this.engine.enabled) this.patch(prototype, copy);
  }

  private patch(prototype: object, { rows, className, label, version }: Copy): void {
    for (const [method, row] of Object.entries(rows.methods)) {
      const before = Object.getOwnPropertyDescriptor(prototype, method);
      if ('assigned' in row) {
        this.replace(prototype, method, before, this.accessor(method, row.assigned, before));
        continue;
      }
      const original: unknown = before?.value ?? before?.get;
      if (before === undefined || typeof original !== 'function') {
        if (isExpected(row, version))
          this.report(`${label} has no ${className}.${method}: calls of it are not traced`);
        continue;
      }
      if (this.wrappers.has(original)) continue;
      const wrapper = replacement(this.engine, row, original as Method);
      this.wrappers.add(wrapper);
      const after = before.get === undefined ? { value: wrapper } : { get: wrapper as () => unknown };
      this.replace(prototype, method, before, { ...before, ...after });
    }
  }

  private replace(
    prototype: object,
    property: string,
    before: PropertyDescriptor | undefined,
    after: PropertyDescriptor,
  ): void {
    Object.defineProperty(prototype, property, after);
    this.replaced.push({ prototype, property, before, after });
  }

  /** Intercepts the assignment of an instance property, by a setter on the prototype. */
  private accessor(
    property: string,
    assigned: Assigned,
    before: PropertyDescriptor | undefined,
  ): PropertyDescriptor {
    const { engine } = this;
    return {
      configurable: true,
      enumerable: before?.enumerable ?? false,
      get: () => before?.value as unknown,
      set(this: object, value: unknown) {
        let replaced = value;
        engine.runSafely(() => (replaced = assigned(engine, this, value)));
        const own = { value: replaced, writable: true, enumerable: true, configurable: true };
        Object.defineProperty(this, property, own);
      },
    };
  }
}

/** Whether this release should have a class or method that exists from `since` until before `until`. */
const isExpected = (
  { since, until }: { since?: string; until?: string },
  version: string | undefined,
): boolean => {
  if (version === undefined) return since === undefined && until === undefined;
  return (
    (since === undefined || !isBefore(version, since)) && (until === undefined || isBefore(version, until))
  );
};
