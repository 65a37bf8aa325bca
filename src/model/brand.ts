declare const brand: unique symbol;

/** A `Base` that only the constructor beside the type can make, so that ids and units cannot be mixed up. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
