/** Custom domains: which function a request to a host and path is for. */
import type { FunctionName } from './arn.ts';
import { isObject, objectAt, stringAt, stringsAt } from './json.ts';
import type { DomainRecord, Input } from './records.ts';

export interface Route {
  readonly path: string;
  readonly target: FunctionName;
  /** Empty: all. */
  readonly methods: readonly string[];
}

/** The routes of a domain, as given in its configuration. */
export function routesOf(domain: DomainRecord): Route[] {
  const routes = objectAt(domain.input, 'routeConfig')?.routes;
  if (!Array.isArray(routes)) return [];
  return routes.filter(isObject).map((route) => routeOf(route, domain.regionId));
}

function routeOf(route: Input, regionId: string): Route {
  const serviceName = stringAt(route, 'serviceName');
  return {
    path: stringAt(route, 'path') ?? '/*',
    target: {
      regionId,
      ...(serviceName !== undefined && { serviceName }),
      functionName: stringAt(route, 'functionName') ?? '',
    },
    methods: stringsAt(route, 'methods') ?? [],
  };
}

/** `*` at the end matches any rest. An exact path wins, then the longest. */
export function matchRoute(routes: readonly Route[], path: string, method: string): Route | undefined {
  return routes
    .filter((route) => route.methods.length === 0 || route.methods.includes(method))
    .filter(({ path: pattern }) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern))
    .sort((a, b) => Number(a.path.endsWith('*')) - Number(b.path.endsWith('*')) || b.path.length - a.path.length)[0];
}
