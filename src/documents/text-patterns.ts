/** A text of 1 to 64 printable characters without a space at either end. */
export const SHORT_TEXT = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,62}[^\p{C}\p{Z}])?$/u;
/** A text of 1 to 200 printable characters without a space at either end. */
export const SENTENCE = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,198}[^\p{C}\p{Z}])?$/u;
/** A glob of Regions or limits, in which only `*` and `?` are special. */
export const CODE_GLOB = /^[a-z0-9*?-]{1,64}$/;
