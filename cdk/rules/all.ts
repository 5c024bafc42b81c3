/** Every rule that templates are checked against. A new one is a file in this folder and a line here. */
import { anonymousTriggers } from './anonymous-triggers.ts';
import { cycles } from './cycles.ts';
import { deletionPolicy } from './deletion-policy.ts';
import { environmentSize } from './environment-size.ts';
import { form } from './form.ts';
import { functionLimits } from './function-limits.ts';
import { limits } from './limits.ts';
import { logs } from './logs.ts';
import { naming } from './naming.ts';
import { references } from './references.ts';
import { rolePerFunction } from './role-per-function.ts';
import type { Rule } from './rule.ts';
import { runtimeAge } from './runtime-age.ts';
import { secrets } from './secrets.ts';
import { starPolicies } from './star-policies.ts';
import { tableOptions } from './table-options.ts';
import { types } from './types.ts';

export const RULES: readonly Rule[] = [
  limits,
  references,
  types,
  cycles,
  environmentSize,
  naming,
  secrets,
  starPolicies,
  rolePerFunction,
  anonymousTriggers,
  functionLimits,
  logs,
  tableOptions,
  deletionPolicy,
  runtimeAge,
  form,
];
