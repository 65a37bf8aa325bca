/** Calls to list so many things, so many on a page: one even for nothing. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}

/** With all versions, 50 whatever is asked for. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const LAMBDA_ITEMS_A_PAGE = 50;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const BUCKETS_A_PAGE = 10_000;
