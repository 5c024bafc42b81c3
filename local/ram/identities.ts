/** Who calls: the account's own key, or temporary credentials of a RAM role. */

export interface Identity {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary credentials; requests must carry exactly this token. */
  readonly securityToken?: string;
  /** `account`: everything is allowed. Otherwise the RAM role whose policies decide. */
  readonly principal: 'account' | { readonly role: string };
  /** Milliseconds since the epoch; absent for the account's own key. */
  readonly expiresAt?: number;
}

export interface Identities {
  /** The identity of an AccessKey id; undefined when unknown. Expired ones are found too: the caller decides on the error. */
  find(accessKeyId: string): Identity | undefined;
  /** Temporary credentials of a role (by role name), as Function Compute obtains them. Throws when there is no such role. */
  assumeRole(roleName: string, durationSeconds: number): Identity;
  /** Whether the identity's policies allow e.g. (`ots:GetRow`, `acs:ots:cn-shanghai:1:instance/a/table/b`). */
  allows(identity: Identity, action: string, resource: string): boolean;
}
