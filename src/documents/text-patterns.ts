/** 1 to 64 printable characters, no space at either end. */
export const SHORT_TEXT = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,62}[^\p{C}\p{Z}])?$/u;
/** As `SHORT_TEXT`, up to 200. */
export const SENTENCE = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,198}[^\p{C}\p{Z}])?$/u;
/** Of Regions and limits. In globs, only `*` and `?` are special. */
export const CODE_GLOB = /^[a-z0-9*?-]{1,64}$/;
