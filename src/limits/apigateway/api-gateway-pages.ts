import { IncompleteAnswer } from '../../aws/failures.ts';
import { listAll, required } from '../../aws/pages.ts';

/** IAM action: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
export const GET = 'apigateway:GET';

/** The largest page; the default is 25 items. https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const ITEMS_A_PAGE = 500;

interface EndpointPage<Type extends string> {
  readonly items?:
    | readonly {
        readonly endpointConfiguration?:
          { readonly types?: readonly Type[] | undefined } | undefined;
      }[]
    | undefined;
  readonly position?: string | undefined;
}

/**
 * The endpoint types of each API or domain name of a list. API Gateway may answer an empty list with an empty
 * object: https://github.com/aws/aws-sdk-js/issues/1416
 * @throws AwsCallError for a page with a `position` and no items, and for an item without endpoint types.
 */
export function endpointTypes<Type extends string>(
  read: (page: {
    readonly limit: number;
    readonly position?: string;
  }) => Promise<EndpointPage<Type>>,
): Promise<readonly (readonly Type[])[]> {
  return listAll(
    GET,
    (position) => read({ limit: ITEMS_A_PAGE, ...(position !== undefined && { position }) }),
    ({ position }) => position,
    ({ items, position }) => {
      if (items === undefined && (position ?? '') !== '') {
        throw new IncompleteAnswer('the answer has no items, and says where the list continues');
      }
      return (items ?? []).map(({ endpointConfiguration }) => {
        const types = required(endpointConfiguration?.types, 'items[].endpointConfiguration.types');
        required(types[0], 'items[].endpointConfiguration.types[0]');
        return types;
      });
    },
  );
}
