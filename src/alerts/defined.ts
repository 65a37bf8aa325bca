/** The fields of `Fields`, of which those that may be undefined may be absent instead. */
type DefinedFields<Fields> = {
  readonly [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  readonly [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<
    Fields[Key],
    undefined
  >;
};

/** `fields` without those that are undefined, which exact optional properties do not take. */
export function defined<Fields extends object>(fields: Fields): DefinedFields<Fields>;
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
