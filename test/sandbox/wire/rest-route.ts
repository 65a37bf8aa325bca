import type { OperationSchema } from './schema.ts';
import type { WireRequest } from './message.ts';
import { NotSimulated } from './failure.ts';

export interface RouteMatch {
  readonly operation: OperationSchema;
  /** The decoded values of the labels (`{Name}`) in the path. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: OperationSchema;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Fixed query parameters, such as `?versions` and `?x-id=PutObject`, of operations that share a path. */
  readonly query: readonly (readonly [string, string | undefined])[];
}

/**
 * Returns a function that finds the operation by method, path and fixed query parameters; the most specific match
 * wins.
 */
export function restRouter(
  operations: ReadonlyMap<string, OperationSchema>,
): (request: WireRequest) => RouteMatch {
  const routes = [...operations.values()]
    .flatMap((operation) => (operation.http === undefined ? [] : [routeOf(operation)]))
    .sort((a, b) => b.query.length - a.query.length || a.labels.length - b.labels.length);

  return (request) => {
    for (const { operation, method, path, labels, query } of routes) {
      if (method !== request.method) continue;
      const found = path.exec(request.path);
      if (found === null) continue;
      const fits = query.every(([name, value]) => {
        const given = request.query[name];
        return given !== undefined && (value === undefined || given === value);
      });
      if (!fits) continue;
      const values = labels.map((label, i) => [label, decodeURIComponent(found[i + 1] ?? '')]);
      return { operation, labels: Object.fromEntries(values) };
    }
    throw new NotSimulated(`${request.method} ${request.path}`);
  };
}

function routeOf(operation: OperationSchema): Route {
  const [method, uri] = operation.http ?? ['', ''];
  const [path = '', query = ''] = uri.split('?');
  const labels: string[] = [];
  const pattern = path
    .replace(/[.*?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\+)?\}/g, (_, name: string, greedy: string | undefined) => {
      labels.push(name);
      return greedy === undefined ? '([^/]+)' : '(.+)';
    });
  return {
    operation,
    method,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    query: query === '' ? [] : query.split('&').map(fixedParameter),
  };
}

function fixedParameter(text: string): readonly [string, string | undefined] {
  const [name = '', value] = text.split('=');
  return [name, value];
}
