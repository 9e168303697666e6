import type { Engine } from '../call/engine';
import type { InstrumentedPackage } from '../plugin-api/plugin';
import type { Assigned, ClassRows, Method } from '../plugin-api/table';
import { type Exports, findIn, isHalfBuilt, onceDefined, whereDefined } from './find-class';
import { isBefore } from './releases';
import { replacement } from './wrap-operation';

/** One replaced property, and what stood there before. */
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

/** What a property does, in the three ways that there are. */
const KINDS = ['value', 'get', 'set'] as const;

export const isSupported = ({ supported }: InstrumentedPackage, version: string): boolean =>
  supported === undefined || (!isBefore(version, supported.from) && isBefore(version, supported.below));

/**
 * Replaces methods on the prototypes of every copy of a library that the process loads, and puts back what was
 * there. Prototypes, because they are the one place that `require`, `import` and a bundle have in common.
 */
export class Patcher {
  private readonly copies = new Map<object, Copy>();
  private readonly replaced: Replaced[] = [];
  private readonly wrappers = new WeakSet<object>();

  constructor(private readonly engine: Engine) {}

  /** Takes in the classes of a file of `library`; `classes` names those that the file defines. */
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

  /** Takes in what a client exports, and what it can be made to show; says whether there was anything to take. */
  addFrom(library: InstrumentedPackage, exports: unknown): boolean {
    const hidden: Exports = library.hiddenClasses?.(exports as never) ?? {};
    const classes = Object.entries(library.operations).map(([className, rows]) => {
      const found = findIn(exports, className, rows) ?? hidden[className];
      this.addClass(found, { rows, className, label: library.name, version: undefined });
      return found;
    });
    return classes.some((found) => found !== undefined);
  }

  /** Takes in a class that no file exports, from the first instance of it that is seen. */
  reveal(className: string, instance: object): void {
    const library = this.engine.plugin.packages.find(({ operations }) => className in operations);
    const rows = library?.operations[className];
    const label = library?.name ?? className;
    if (rows === undefined) return;
    const prototype = whereDefined(instance, Object.keys(rows.methods));
    this.addClass({ prototype }, { rows, className, label, version: undefined });
  }

  /** Puts every replacement in place. */
  apply(): void {
    for (const [prototype, copy] of this.copies) this.patch(prototype, copy);
  }

  /** Puts back what was there, to the last property attribute. */
  revert(): void {
    for (const { prototype, property, before, after } of this.replaced.splice(0).toReversed()) {
      const current = Object.getOwnPropertyDescriptor(prototype, property);
      // Somebody else has wrapped our wrapper: taking it away would take theirs. It does nothing while disabled.
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

  /** Sees the assignment that puts a property of an instance before that of its class. */
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
        let given = value;
        engine.runSafely(() => (given = assigned(engine, this, value)));
        const own = { value: given, writable: true, enumerable: true, configurable: true };
        Object.defineProperty(this, property, own);
      },
    };
  }
}

/** Whether this release should have what came with `since` and went with `until`. */
const isExpected = (
  { since, until }: { since?: string; until?: string },
  version: string | undefined,
): boolean => {
  if (version === undefined) return since === undefined && until === undefined;
  return (
    (since === undefined || !isBefore(version, since)) && (until === undefined || isBefore(version, until))
  );
};
