/**
 * What Lambda lists on a page at most; with all versions of functions, whatever is asked for.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const LAMBDA_ITEMS_A_PAGE = 50;

/** Requests that list so many items; one for none. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}
