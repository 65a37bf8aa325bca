/** The content that a write replaces: that with the ETag `tag`, or `nothing` when no object may exist yet. */
export type ReplacedContent = { readonly tag: string } | 'nothing';
