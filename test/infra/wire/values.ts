import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';
import * as fc from 'fast-check';

/** A value of a schema, every member of it filled. */
export const fullValue = (schema: SchemaRef): fc.Arbitrary<unknown> =>
  valuesOf(NormalizedSchema.of(schema), []);

/** A value of a schema, some of its outermost members left out. */
export const partialValue = (schema: SchemaRef): fc.Arbitrary<object> => {
  const ns = NormalizedSchema.of(schema);
  const requiredKeys = [...ns.structIterator()].filter(isRequired).map(([name]) => name);
  return fc.record(membersOf(ns, []), { requiredKeys });
};

/** The client fills a token by chance, and refuses a path of which a part is empty. */
const isRequired = ([, member]: [string, NormalizedSchema]): boolean =>
  member.isIdempotencyToken() || member.getMergedTraits().httpLabel === 1;

/** An endpoint, a signature, a check of the body depend on these, or they are other names for others. */
const LEFT_OUT = /^(?:EndpointId|Checksum\w+|ExpiresString)$/;

const TEXT = fc.string({ unit: fc.constantFrom(...`azAZ09é&<>"'=+/%~-_.`), minLength: 1, maxLength: 12 });

/** Of a map; it may be a part of a header's name. */
const KEY = fc.string({ unit: fc.constantFrom(...'az09-_.'), minLength: 1, maxLength: 12 });

/** How often a schema may be within itself. */
const LARGEST_DEPTH = 2;

const valuesOf = (ns: NormalizedSchema, outer: readonly string[]): fc.Arbitrary<unknown> => {
  const name = ns.getName(true) ?? '';
  // Of an operation that answers nothing.
  if (ns.isUnitSchema()) return fc.constant({});
  if (ns.isUnionSchema()) return unionOf(ns, [...outer, name]);
  if (ns.isStructSchema()) return fc.record(membersOf(ns, [...outer, name]));
  if (ns.isListSchema())
    return fc.array(valuesOf(ns.getValueSchema(), outer), { minLength: 1, maxLength: 2 });
  if (ns.isMapSchema()) {
    return fc.dictionary(KEY, valuesOf(ns.getValueSchema(), outer), { minKeys: 1, maxKeys: 2 });
  }
  if (ns.isStringSchema()) return TEXT;
  if (ns.isBooleanSchema()) return fc.boolean();
  if (ns.isNumericSchema()) return fc.nat();
  if (ns.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 12 });
  if (ns.isTimestampSchema()) return fc.nat({ max: 4_102_444_800 }).map((second) => new Date(second * 1000));
  throw new Error(`No values are known for ${name}.`);
};

const membersOf = (ns: NormalizedSchema, outer: readonly string[]): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(
    [...ns.structIterator()]
      .filter(([name]) => !LEFT_OUT.test(name))
      .map(([name, member]) => [name, name === 'Bucket' ? fc.constant('a-bucket') : valuesOf(member, outer)]),
  );

/** One of a union's members; the deeper within itself, none that has the union in it. */
const unionOf = (ns: NormalizedSchema, outer: readonly string[]): fc.Arbitrary<unknown> => {
  const name = ns.getName(true);
  const isDeep = outer.filter((one) => one === name).length > LARGEST_DEPTH;
  const members = [...ns.structIterator()].filter(
    ([, member]) => !(isDeep && (member.isListSchema() || member.isMapSchema())),
  );
  return fc.oneof(...members.map(([key, member]) => fc.record({ [key]: valuesOf(member, outer) })));
};
