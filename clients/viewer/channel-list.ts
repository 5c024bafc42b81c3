/** The channels, kept fresh: those that are live, however old, and the newest of all. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ListedRoom } from '../../lambdas/api/rooms.ts';
import { tell } from '../shared/problems.ts';
import { api, session } from '../shared/session.ts';

export interface ChannelList {
  /** Undefined until they are known. */
  readonly rooms: ReadonlySignal<readonly ListedRoom[] | undefined>;
  /** In words; '' while all is well. */
  readonly problem: ReadonlySignal<string>;
  readonly hasMore: ReadonlySignal<boolean>;
  load(): Promise<void>;
  /** Loads one page more from now on. */
  more(): Promise<void>;
}

const PAGE_SIZE = 20;
const MOST_LIVE = 100;

export function openChannelList(): ChannelList {
  const rooms = signal<readonly ListedRoom[] | undefined>(undefined);
  const problem = signal('');
  const hasMore = signal(false);
  let pages = 1;
  const load = async (): Promise<void> => {
    const user_id = session.value?.userId ?? '';
    const numbers = Array.from({ length: pages }, (_, index) => index + 1);
    try {
      const [live, ...newest] = await Promise.all([
        api.value.call('listByCursor', { user_id, status: 1, limit: MOST_LIVE }),
        ...numbers.map((page_num) => api.value.call('list', { user_id, page_num, page_size: PAGE_SIZE })),
      ]);
      const found = [...live.rooms, ...newest.flat()];
      rooms.value = [...new Map(found.map((room) => [room.id, room])).values()];
      hasMore.value = newest.flat().length >= pages * PAGE_SIZE;
      problem.value = '';
    } catch (error) {
      problem.value = tell(error);
    }
  };
  return {
    rooms,
    problem,
    hasMore,
    load,
    more: async () => {
      pages += 1;
      await load();
    },
  };
}
