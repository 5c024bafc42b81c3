/** Rooms over HTTP. */
import type { HandlersOf } from '../handlers.ts';
import { list, listByCursor } from './list.ts';
import { create, get, move, remove, update } from './service.ts';

export const roomRoutes: HandlersOf<
  'createV1' | 'createV2' | 'get' | 'list' | 'listByCursor' | 'start' | 'pause' | 'stop' | 'delete' | 'update'
> = {
  createV1: create,
  createV2: create,
  get: (scope, { id }) => get(scope, id),
  list: (scope, { page_num, page_size }) => list(scope, page_num, page_size),
  listByCursor,
  start: (scope, { id }) => move(scope, id, 'start'),
  pause: (scope, { id }) => move(scope, id, 'pause'),
  stop: (scope, { id }) => move(scope, id, 'stop'),
  delete: (scope, { id }) => remove(scope, id),
  update,
};
