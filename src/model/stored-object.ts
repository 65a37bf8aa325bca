/** The condition of a write: the stored object still has the ETag `tag`, or no object exists yet (`nothing`). */
export type ReplacedContent = { readonly tag: string } | 'nothing';
