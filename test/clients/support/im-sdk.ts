/** A recording stand-in of `AliVCInteraction`, the vendor's messaging SDK (appserver-contract.md §5.1, live.md §5). */
import { vi } from 'vitest';
import { stubScripts } from './script.ts';

export interface StandIn {
  readonly scripts: readonly string[];
  readonly calls: [string, unknown][];
  /** An event of engine or managers. */
  tell(event: string, ...args: unknown[]): void;
  /** From now on this method throws that. */
  fail(method: string, error: object): void;
}

const GROUP = { statistics: { pv: 7, onlineCount: 3 }, muteStatus: { muteAll: false, muteUserList: ['carl'] } };

export function sdkStandIn(): StandIn {
  // Scripts are loaded once a page: each test is a page of its own.
  vi.resetModules();
  const calls: [string, unknown][] = [];
  const failures = new Map<string, object>();
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const on = (event: string, listener: (...args: unknown[]) => void): void => void listeners.set(event, listener);
  const method =
    (name: string, result?: unknown) =>
    async (request: unknown): Promise<unknown> => {
      calls.push([name, request]);
      const failure = failures.get(name);
      if (failure) throw failure;
      return result;
    };
  const messages = {
    on,
    sendGroupMessage: method('sendGroupMessage'),
    sendC2cMessage: method('sendC2cMessage'),
    listRecentMessage: method('listRecentMessage', { messageList: [] }),
  };
  const groups = {
    on,
    joinGroup: method('joinGroup', GROUP),
    leaveGroup: method('leaveGroup'),
    queryGroup: async () => GROUP,
  };
  const engine = {
    on,
    init: method('init'),
    login: method('login'),
    logout: method('logout'),
    unInit: () => calls.push(['unInit', undefined]),
    removeAllListeners: () => listeners.clear(),
    getMessageManager: () => messages,
    getGroupManager: () => groups,
  };
  const scripts = stubScripts({ AliVCInteraction: { ImEngine: { createEngine: () => engine } } });
  return {
    scripts,
    calls,
    tell: (event, ...args) => listeners.get(event)?.(...args),
    fail: (name, error) => void failures.set(name, error),
  };
}
