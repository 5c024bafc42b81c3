/** What we use of the vendor's messaging SDK, `AliVCInteraction` (appserver-contract.md §5.1, live.md §5). */

export interface ImMessage {
  readonly groupId?: string;
  readonly messageId: string;
  readonly type: number;
  readonly data: string;
  readonly sender: { readonly userId: string; readonly userExtension?: string };
  readonly timestamp: number;
}

export interface ImUser {
  readonly userId: string;
  readonly userExtension?: string;
}

export interface ImMuteStatus {
  readonly muteAll: boolean;
  readonly muteUserList?: readonly string[];
}

export interface ImGroup {
  readonly statistics: { readonly pv: number; readonly onlineCount: number };
  readonly muteStatus: ImMuteStatus;
}

export interface ImMessageManager {
  on(event: 'recvgroupmessage', listener: (message: ImMessage, groupId: string) => void): void;
  on(event: 'recvc2cmessage', listener: (message: ImMessage) => void): void;
  on(event: 'deletegroupmessage', listener: (messageId: string, groupId: string) => void): void;
  sendGroupMessage(message: {
    groupId: string;
    type: number;
    data: string;
    skipAudit?: boolean;
    skipMuteCheck?: boolean;
    noStorage?: boolean;
  }): Promise<unknown>;
  sendC2cMessage(message: { receiverId: string; type: number; data: string; skipAudit?: boolean }): Promise<unknown>;
  listRecentMessage(request: { groupId: string }): Promise<{ messageList: readonly ImMessage[] }>;
}

export interface ImGroupManager {
  on(
    event: 'memberchange',
    listener: (groupId: string, count: number, joined: readonly ImUser[], left: readonly ImUser[]) => void,
  ): void;
  on(event: 'mutechange', listener: (groupId: string, status: ImMuteStatus) => void): void;
  on(event: 'exit', listener: (groupId: string, reason: number) => void): void;
  joinGroup(groupId: string): Promise<ImGroup>;
  leaveGroup(groupId: string): Promise<unknown>;
  queryGroup(groupId: string): Promise<ImGroup>;
}

export interface ImEngine {
  init(config: { appId: string; appSign: string; extra?: object }): Promise<unknown>;
  unInit(): unknown;
  login(request: {
    user: ImUser;
    userAuth: { timestamp: number; nonce: string; role: string; token: string };
  }): Promise<unknown>;
  logout(): Promise<unknown>;
  on(event: 'connectsuccess' | 'linklost' | 'tokenexpired', listener: () => void): void;
  on(event: 'reconnectsuccess', listener: (groups: readonly unknown[]) => void): void;
  on(event: 'disconnect', listener: (reason: number) => void): void;
  removeAllListeners(): void;
  getMessageManager(): ImMessageManager | undefined;
  getGroupManager(): ImGroupManager | undefined;
}

export interface AliVCInteraction {
  readonly ImEngine: { createEngine(): ImEngine };
}

/** Numbers that both the vendor's SDK and the local gateway use. */
export const CODE = { muted: 442, tokenExpired: 'TokenExpired' } as const;
