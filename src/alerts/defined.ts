/** `Fields`, in which each field that may be undefined is optional instead. */
type DefinedFields<Fields> = {
  readonly [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  readonly [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<
    Fields[Key],
    undefined
  >;
};

/** Returns a copy of `fields` without undefined values, as types with exactOptionalPropertyTypes need it. */
export function defined<Fields extends object>(fields: Fields): DefinedFields<Fields>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
