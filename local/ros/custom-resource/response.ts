/** The response of a custom resource's provider, checked against what ROS asks for (ros.md §2.3). */
import { isMap, type JsonMap, parseJson } from '../json.ts';
import type { CustomResourceEvent } from './event.ts';

/** The pages of the service say 4,096 bytes and 4,096 KB: the stricter is checked. UNCERTAIN. */
const RESPONSE_LIMIT_BYTES = 4_096;
const PHYSICAL_ID_LIMIT_BYTES = 255;

export interface CustomResourceResponse {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string;
  /** May be empty when `status` is FAILED. */
  readonly physicalId: string;
  readonly data: JsonMap;
}

/** What a provider sent is not a response. The message says what was expected; it never repeats the body. */
export class InvalidResponse extends Error {
  constructor(message: string) {
    super(`the custom resource sent an invalid response: ${message}`);
    this.name = 'InvalidResponse';
  }
}

export function parseResponse(body: Buffer, event: CustomResourceEvent): CustomResourceResponse {
  if (body.length > RESPONSE_LIMIT_BYTES) {
    throw new InvalidResponse(`its body has ${body.length} bytes, at most ${RESPONSE_LIMIT_BYTES} are allowed`);
  }
  const response = parseJson(body.toString('utf8'));
  if (!isMap(response)) throw new InvalidResponse('its body must be a JSON map');
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const) {
    if (response[name] !== event[name]) throw new InvalidResponse(`${name} must be copied from the request`);
  }
  const status = response.Status;
  if (status !== 'SUCCESS' && status !== 'FAILED') throw new InvalidResponse('Status must be SUCCESS or FAILED');
  const data = response.Data ?? {};
  if (!isMap(data)) throw new InvalidResponse('Data must be a JSON map');
  return { status, data, reason: reasonOf(response, status), physicalId: physicalIdOf(response, status, event) };
}

function reasonOf(response: JsonMap, status: 'SUCCESS' | 'FAILED'): string {
  const reason = response.Reason ?? '';
  if (typeof reason !== 'string') throw new InvalidResponse('Reason must be a string');
  if (status === 'FAILED' && reason === '') throw new InvalidResponse('Reason is required when Status is FAILED');
  return reason;
}

function physicalIdOf(response: JsonMap, status: 'SUCCESS' | 'FAILED', event: CustomResourceEvent): string {
  const id = response.PhysicalResourceId ?? '';
  if (typeof id !== 'string') throw new InvalidResponse('PhysicalResourceId must be a string');
  if (Buffer.byteLength(id) > PHYSICAL_ID_LIMIT_BYTES) {
    throw new InvalidResponse(`PhysicalResourceId must have at most ${PHYSICAL_ID_LIMIT_BYTES} bytes`);
  }
  if (status === 'FAILED') return id;
  if (id === '') throw new InvalidResponse('PhysicalResourceId must not be empty when Status is SUCCESS');
  const known = event.PhysicalResourceId;
  if (known !== undefined && id !== known) {
    throw new InvalidResponse(
      `PhysicalResourceId changed from ${known} to ${id}; ROS does not allow it, answer FAILED when a property cannot change`,
    );
  }
  return id;
}
