/** Which content of the store a save replaces: the tag that it was read or saved under, or none at all. */
export type Replaced = { readonly tag: string } | 'nothing';
