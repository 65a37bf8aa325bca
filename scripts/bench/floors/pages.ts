/** Returns the number of calls that list `items`. Even an empty list takes one call. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}

/** Lambda lists 50 items a page with all versions, whatever MaxItems is. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const LAMBDA_ITEMS_A_PAGE = 50;
/** The most buckets on a page of ListBuckets. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const BUCKETS_A_PAGE = 10_000;
