/** What a thrown error means to the caller; texts of cloud services stay in the log (A13, A17). */
import { ApiError } from '../../api/errors.ts';
import { CloudError } from '../../cloud/errors.ts';

export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  if (!(error instanceof CloudError)) {
    return new ApiError('internal');
  }
  if (error.code === 'InvalidSetting') {
    return new ApiError('not_configured', error.action);
  }
  if (error.code === 'NoCredentials') {
    return new ApiError('not_configured', 'the role of the function');
  }
  return new ApiError(error.retryable ? 'upstream_unavailable' : 'upstream_failed');
}
