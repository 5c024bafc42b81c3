/** The type of a handler, derived from the route table, and the list of all: a route without a handler does not compile. */
import type { RequestOf, ResponseOf, RouteId, Routes } from '../api/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { messageCallbackRoutes } from './callbacks/message-routes.ts';
import { callbackRoutes } from './callbacks/routes.ts';
import { costreamingRoutes } from './costreaming/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { messagingRoutes } from './messaging/routes.ts';
import { moderationRoutes } from './moderation/routes.ts';
import { reactionRoutes } from './reactions/routes.ts';
import { roomRoutes } from './rooms/routes.ts';
import type { Scope, SessionScope } from './scope.ts';

type ScopeOf<Id extends RouteId> = Routes[Id]['access'] extends 'session' | 'owner' ? SessionScope : Scope;

export type HandlersOf<Ids extends RouteId> = {
  readonly [Id in Ids]: (scope: ScopeOf<Id>, request: RequestOf<Id>) => Promise<ResponseOf<Id>>;
};

export const HANDLERS: HandlersOf<RouteId> = {
  ...authRoutes,
  ...callbackRoutes,
  ...costreamingRoutes,
  ...healthRoutes,
  ...messageCallbackRoutes,
  ...messagingRoutes,
  ...moderationRoutes,
  ...reactionRoutes,
  ...roomRoutes,
};
