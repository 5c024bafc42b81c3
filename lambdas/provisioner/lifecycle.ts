/** Create, Update and Delete of any custom resource: by its journal, so that each can be repeated and taken back. */
import type { Clock } from '../cloud/clock.ts';
import type { Logger } from '../cloud/logger.ts';
import type { Tablestore } from '../cloud/tablestore.ts';
import type { RosRequest } from './event.ts';
import { findJournal, type Journal, type JournalRecord, openJournal, Superseded } from './journal.ts';
import { reasonOf } from './reasons.ts';
import { type Context, type Data, type ParsedResource, Refusal, type ResourceType } from './resource.ts';
import type { Answer } from './respond.ts';

export interface Work {
  readonly request: RosRequest;
  readonly rows: Tablestore;
  readonly clock: Clock;
  readonly log: Logger;
  /** All types, because an old journal may be of another one than the request. */
  readonly types: ReadonlyMap<string, ResourceType>;
  /** Values to hide; more are added on the way. */
  readonly secrets: Set<string>;
  readonly contextFor: (journal: Journal) => Context;
}

/** Bytes of a physical id (ros.md §2.3). */
const LONGEST_ID = 255;

export function carryOut(work: Work): Promise<Answer> {
  const { RequestType } = work.request;
  return RequestType === 'Create' ? create(work) : RequestType === 'Update' ? update(work) : remove(work);
}

async function create(work: Work): Promise<Answer> {
  const resource = parse(work);
  const physicalId = idOf(resource);
  const journal = await openJournal(optionsOf(work), firstRecord(work, physicalId, 'creating'));
  const { current } = journal;
  if (current.state === 'created' && current.requestId === work.request.RequestId) {
    return success(current.physicalId, current.data);
  }
  if (current.state === 'deleting') {
    throw new Superseded();
  }
  try {
    const data = await resource.apply(work.contextFor(journal));
    await journal.amend({
      state: 'created',
      requestId: work.request.RequestId,
      ...applied(resource, physicalId, data),
    });
    return success(physicalId, data);
  } catch (error) {
    throw await undoFailedCreate(work, journal, error);
  }
}

/** The error to report: the first one, together with what could not be taken back (a later Delete tries again). */
async function undoFailedCreate(work: Work, journal: Journal, error: unknown): Promise<unknown> {
  try {
    await undoAll(work, journal);
    return error;
  } catch (second) {
    work.log.error('undo failed', { error: second });
    return new Refusal(`${reasonOf(error)} Also, not everything could be taken back: ${reasonOf(second)}`);
  }
}

async function update(work: Work): Promise<Answer> {
  const resource = parse(work);
  const physicalId = work.request.PhysicalResourceId || idOf(resource);
  const journal = await openJournal(optionsOf(work), firstRecord(work, physicalId, 'created'));
  refuseFixedChange(work, resource, journal, physicalId);
  try {
    const data = await resource.apply(work.contextFor(journal));
    await journal.amend({ state: 'created', ...applied(resource, physicalId, data) });
    return success(physicalId, data);
  } catch (error) {
    await restore(work, journal);
    throw error;
  }
}

/**
 * Compared with what was last applied and not with the request's old properties: the Update by which ROS rolls back a
 * refused one has the refused properties as its old ones, and must succeed (P6).
 */
function refuseFixedChange(work: Work, resource: ParsedResource, journal: Journal, physicalId: string): void {
  const before = journal.current.fixed;
  const changed = Object.keys(before).filter((name) => before[name] !== resource.fixed[name]);
  const isOther = Object.keys(before).length === 0 && idOf(resource) !== physicalId;
  if (changed.length === 0 && !isOther) {
    return;
  }
  const what = changed.map((name) => `${name} (from "${before[name]}" to "${resource.fixed[name]}")`).join(', ');
  throw new Refusal(
    `${work.request.ResourceType} cannot change ${what || `its identity ("${physicalId}")`}: ROS does not replace custom resources. ` +
      'Set the old value again and deploy the new one as another stage, or destroy this stack first.',
  );
}

/** A failed Update leaves the old configuration working (P6); if even that fails, the rollback of ROS tries once more. */
async function restore(work: Work, journal: Journal): Promise<void> {
  try {
    const type = work.types.get(work.request.ResourceType);
    const old = work.request.OldResourceProperties ? type?.parse(work.request.OldResourceProperties) : undefined;
    await old?.apply(work.contextFor(journal));
  } catch (error) {
    work.log.warn('old configuration not restored yet', { error });
  }
}

async function remove(work: Work): Promise<Answer> {
  const physicalId = work.request.PhysicalResourceId || '-';
  const journal = await findJournal(optionsOf(work));
  if (!journal) {
    work.log.info('nothing recorded, nothing to delete');
    return success(physicalId, {});
  }
  await undoAll(work, journal);
  return success(physicalId, {});
}

/** Newest entry first; each step forgets its entry, so that a repeated Delete goes on where this one stopped. */
async function undoAll(work: Work, journal: Journal): Promise<void> {
  const type = work.types.get(journal.current.type);
  if (journal.current.state !== 'deleting') {
    await markDeleting(journal);
  }
  const context = work.contextFor(journal);
  for (const entry of [...journal.current.entries].reverse()) {
    const undo = type?.undo[entry.kind];
    if (!undo) {
      throw new Refusal(`A newer version of this stack recorded "${entry.kind}"; delete the stack with that version.`);
    }
    await undo(entry, context);
    // Not as `key`, which the log hides.
    work.log.info('taken back', { kind: entry.kind, name: entry.key });
    await journal.forget(entry.kind, entry.key).catch(ignoreSuperseded);
  }
  await journal.remove();
}

/** A Create that finds itself superseded still knows its own entries and takes them back. */
async function markDeleting(journal: Journal): Promise<void> {
  await journal.amend({ state: 'deleting' }).catch(ignoreSuperseded);
}

function ignoreSuperseded(error: unknown): void {
  if (!(error instanceof Superseded)) {
    throw error;
  }
}

function parse(work: Work): ParsedResource {
  const { ResourceType, ResourceProperties } = work.request;
  const type = work.types.get(ResourceType);
  if (!type) {
    const known = [...work.types.keys()].join(', ');
    throw new Refusal(`The provisioner does not know the resource type ${ResourceType}. Known: ${known}.`);
  }
  const resource = type.parse(ResourceProperties);
  for (const secret of resource.secrets) {
    work.secrets.add(secret);
  }
  return resource;
}

/** Cut between characters: half of one would count as three bytes again. */
function idOf(resource: ParsedResource): string {
  return new TextDecoder().decode(Buffer.from(resource.physicalId).subarray(0, LONGEST_ID), { stream: true });
}

function optionsOf({ rows, clock, request }: Work) {
  return { rows, clock, stackId: request.StackId, logicalId: request.LogicalResourceId };
}

function firstRecord({ request }: Work, physicalId: string, state: JournalRecord['state']): JournalRecord {
  const { ResourceType: type, RequestId: requestId } = request;
  return { type, requestId, state, physicalId, fixed: {}, data: {}, entries: [] };
}

function applied(resource: ParsedResource, physicalId: string, data: Data) {
  return { physicalId, fixed: { ...resource.fixed }, data: { ...data } };
}

function success(physicalResourceId: string, data: Readonly<Record<string, unknown>>): Answer {
  return { status: 'SUCCESS', physicalResourceId, data: data as Data };
}
