/** Plain words by name, so that what is still to be asked and what was found can be stored. */
export type Words = Readonly<Record<string, string>>;
