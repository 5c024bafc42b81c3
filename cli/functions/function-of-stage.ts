/** The functions of a deployed stage, by what they are for. */
import type { Stage } from '../../cdk/config/schema.ts';
import { accountOf } from '../cloud/account.ts';
import type { Target } from '../cloud/target.ts';
import { fc2Function } from './fc2.ts';
import { fc3Function } from './fc3.ts';
import type { FunctionPart, RemoteFunction } from './remote-function.ts';

/** Named as `cdk/` names them: `<stack>-<part>`, on Function Compute 2.0 as a service with one function. */
export async function functionOf(
  stage: Stage,
  part: FunctionPart,
  target: Target,
  sleep: (ms: number) => Promise<void>,
): Promise<RemoteFunction> {
  const accountId = await accountOf(target);
  const name = `${stage.stackName}-${part}`;
  return stage.compute === 'fc2'
    ? fc2Function({ target, accountId, service: name, name: part })
    : fc3Function({ target, accountId, name, sleep });
}
