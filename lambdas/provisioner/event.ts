/** The request that ROS sends for a custom resource (ros.md §2.2), and where its answer goes. */
import * as z from 'zod/mini';

const properties = z.record(z.string(), z.unknown());

const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  RequestId: z.string().check(z.minLength(1)),
  StackId: z.string().check(z.minLength(1)),
  LogicalResourceId: z.string().check(z.minLength(1)),
  ResourceType: z.string().check(z.minLength(1)),
  /** Absent in Create; perhaps also in the Delete that follows a failed Create (ros.md §2.3, UNCERTAIN). */
  PhysicalResourceId: z.optional(z.nullable(z.string())),
  ResourceProperties: z.optional(z.nullable(properties)),
  OldResourceProperties: z.optional(z.nullable(properties)),
});

export type RosRequest = z.infer<typeof requestSchema>;

/** What an answer needs; readable even from an event that is otherwise malformed, so that each event gets its answer. */
export interface AnswerTarget {
  /** Tried in this order. */
  readonly urls: readonly string[];
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  readonly physicalResourceId: string | undefined;
}

const text = z.catch(z.string(), '');
const targetSchema = z.object({
  ResponseURL: text,
  // The field is `IntranetResponseURL`; several pages call it `InnerResponseURL` (ros.md §2.2).
  IntranetResponseURL: text,
  InnerResponseURL: text,
  StackId: text,
  RequestId: text,
  LogicalResourceId: text,
  PhysicalResourceId: text,
});

/** Undefined when there is no URL to answer to. The intranet URL is usable inside a VPC only, hence the last resort. */
export function answerTargetOf(event: unknown): AnswerTarget | undefined {
  const parsed = targetSchema.safeParse(event);
  if (!parsed.success) {
    return undefined;
  }
  const { ResponseURL, IntranetResponseURL, InnerResponseURL, StackId, RequestId, LogicalResourceId } = parsed.data;
  const urls = [ResponseURL, IntranetResponseURL, InnerResponseURL].filter((url) => /^https?:\/\//.test(url));
  if (urls.length === 0) {
    return undefined;
  }
  return {
    urls,
    stackId: StackId,
    requestId: RequestId,
    logicalResourceId: LogicalResourceId,
    physicalResourceId: parsed.data.PhysicalResourceId || undefined,
  };
}

/** @throws Error that names the fields which are not as ROS documents them. */
export function parseRequest(event: unknown): RosRequest {
  const parsed = requestSchema.safeParse(event);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`The event is not a custom resource request of ROS: see ${places}.`);
  }
  return parsed.data;
}
