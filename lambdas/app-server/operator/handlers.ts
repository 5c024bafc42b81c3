/** The type of what answers an operation, derived from the list of operations, and the list of all. */
import type { OperationName, OperationRequest, OperationResponse } from '../../api/operator.ts';
import type { Scope } from '../scope.ts';
import { stageOperations } from './stage.ts';
import { userOperations } from './users.ts';

export type OperationsOf<Names extends OperationName> = {
  readonly [Name in Names]: (scope: Scope, request: OperationRequest<Name>) => Promise<OperationResponse<Name>>;
};

export const OPERATION_HANDLERS: OperationsOf<OperationName> = { ...stageOperations, ...userOperations };
