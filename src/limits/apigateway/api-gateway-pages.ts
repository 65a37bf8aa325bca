import { IncompleteAnswer } from '../../aws/failures.ts';
import { pages, required } from '../../aws/pages.ts';

/** The most that a page holds; 25 by default. https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const ITEMS_A_PAGE = 500;

interface Page<Item> {
  readonly items?: readonly Item[] | undefined;
  readonly position?: string | undefined;
}

/**
 * All items of a list of API Gateway. Of an empty list it may answer an empty object: seen of base path
 * mappings, https://github.com/aws/aws-sdk-js/issues/1416
 * @throws IncompleteAnswer for a page without items that says where the list goes on.
 */
export async function allItems<Item>(
  read: (page: { readonly limit: number; readonly position?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  const all = pages(
    (position) => read({ limit: ITEMS_A_PAGE, ...(position !== undefined && { position }) }),
    ({ position }) => position,
  );
  for await (const { items, position } of all) {
    if (items === undefined && (position ?? '') !== '') {
      throw new IncompleteAnswer('the answer holds no items, and says where the list goes on');
    }
    found.push(...(items ?? []));
  }
  return found;
}

/**
 * The endpoint types of an API or a domain name.
 * @throws IncompleteAnswer when it has none: it may be of any.
 */
export function endpointTypes<Type extends string>(
  configuration: { readonly types?: readonly Type[] | undefined } | undefined,
): readonly Type[] {
  const types = required(configuration?.types, 'items[].endpointConfiguration.types');
  required(types[0], 'items[].endpointConfiguration.types[0]');
  return types;
}
