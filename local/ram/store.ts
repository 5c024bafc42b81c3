/** The roles and custom policies of the account, and which policy is attached to which role. */
import { ServiceError } from '../openapi/service.ts';
import type { Json } from '../product.ts';
import { isAllowed, parsePolicy, type Statement } from './policy.ts';
import { systemPolicy } from './system-policies.ts';
import { checkTrustPolicy } from './trust.ts';

export type PolicyType = 'Custom' | 'System';

export interface Attachment {
  readonly type: PolicyType;
  readonly name: string;
}

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  trust: Json;
  description: string;
  /** Seconds. */
  maxSessionDuration: number;
  attachments: Attachment[];
}

export interface Policy {
  readonly name: string;
  document: Json;
  description: string;
}

export interface RamState {
  readonly roles: Role[];
  readonly policies: Policy[];
}

export class RamStore {
  readonly #accountId: string;
  readonly #newRoleId: () => string;
  readonly #roles = new Map<string, Role>();
  readonly #policies = new Map<string, Policy & { statements: Statement[] }>();

  constructor(accountId: string, newRoleId: () => string) {
    this.#accountId = accountId;
    this.#newRoleId = newRoleId;
  }

  role(name: string): Role | undefined {
    return this.#roles.get(name);
  }

  /** Throws `EntityNotExist.Role`. */
  existingRole(name: string): Role {
    const role = this.#roles.get(name);
    if (!role) throw new ServiceError('EntityNotExist.Role', `The role not exists: ${name}.`, 404);
    return role;
  }

  createRole(name: string, trust: Json, options: { description?: string; maxSessionDuration?: number }): Role {
    if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) {
      throw new ServiceError(
        'InvalidParameter.RoleName.InvalidChars',
        `role name ${name}: 1 to 64 letters, digits, "-"`,
      );
    }
    if (this.#roles.has(name)) {
      throw new ServiceError('EntityAlreadyExists.Role', `The role already exists: ${name}.`, 409);
    }
    checkTrustPolicy(trust, name);
    const role: Role = {
      name,
      id: this.#newRoleId(),
      arn: `acs:ram::${this.#accountId}:role/${name}`,
      trust,
      description: options.description ?? '',
      maxSessionDuration: options.maxSessionDuration ?? 3600,
      attachments: [],
    };
    this.#roles.set(name, role);
    return role;
  }

  /** Refused while policies are attached, unless they are detached by force. */
  deleteRole(name: string, force: boolean): void {
    const role = this.#roles.get(name);
    if (role && role.attachments.length > 0 && !force) {
      throw new ServiceError(
        'DeleteConflict.Role.Policy',
        `The role cannot be deleted while policies are attached: ${name}.`,
        409,
      );
    }
    this.#roles.delete(name);
  }

  policy(name: string): Policy | undefined {
    return this.#policies.get(name);
  }

  createPolicy(name: string, document: Json, description = ''): void {
    if (!/^[A-Za-z0-9-]{1,128}$/.test(name)) {
      throw new ServiceError(
        'InvalidParameter.PolicyName.InvalidChars',
        `policy name ${name}: 1 to 128 letters, digits, "-"`,
      );
    }
    if (this.#policies.has(name)) {
      throw new ServiceError('EntityAlreadyExists.Policy', `The policy already exists: ${name}.`, 409);
    }
    this.#policies.set(name, { name, document, description, statements: parsePolicy(document, name) });
  }

  updatePolicy(name: string, document: Json, description: string): void {
    const policy = this.#existingPolicy(name);
    policy.statements = parsePolicy(document, name);
    policy.document = document;
    policy.description = description;
  }

  /** Refused while it is attached to a role. */
  deletePolicy(name: string): void {
    const holder = [...this.#roles.values()].find((role) => isAttached(role, 'Custom', name));
    if (holder) {
      throw new ServiceError(
        'DeleteConflict.Policy.Role',
        `The policy ${name} is attached to the role ${holder.name}.`,
        409,
      );
    }
    this.#policies.delete(name);
  }

  attach(roleName: string, type: PolicyType, name: string): void {
    const role = this.existingRole(roleName);
    if (type === 'System') systemPolicy(name);
    else this.#existingPolicy(name);
    if (isAttached(role, type, name)) {
      throw new ServiceError(
        'EntityAlreadyExists.Role.Policy',
        `The policy ${name} is already attached to ${roleName}.`,
        409,
      );
    }
    role.attachments.push({ type, name });
  }

  /** Succeeds when it is not attached. */
  detach(roleName: string, type: PolicyType, name: string): void {
    const role = this.#roles.get(roleName);
    if (role) role.attachments = role.attachments.filter((held) => held.type !== type || held.name !== name);
  }

  allows(roleName: string, action: string, resource: string): boolean {
    const statements = this.#roles
      .get(roleName)
      ?.attachments.flatMap(({ type, name }) =>
        type === 'System' ? systemPolicy(name) : (this.#policies.get(name)?.statements ?? []),
      );
    return isAllowed(statements ?? [], action, resource);
  }

  save(): RamState {
    const policies = [...this.#policies.values()].map(({ name, document, description }) => ({
      name,
      document,
      description,
    }));
    return structuredClone({ roles: [...this.#roles.values()], policies });
  }

  load({ roles, policies }: RamState): void {
    for (const { name, document, description } of policies) this.createPolicy(name, document, description);
    for (const role of roles) this.#roles.set(role.name, role);
  }

  #existingPolicy(name: string): Policy & { statements: Statement[] } {
    const policy = this.#policies.get(name);
    if (!policy) throw new ServiceError('EntityNotExist.Policy', `The policy not exists: ${name}.`, 404);
    return policy;
  }
}

function isAttached(role: Role, type: PolicyType, name: string): boolean {
  return role.attachments.some((held) => held.type === type && held.name === name);
}
