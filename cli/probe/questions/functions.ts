/** Questions about Function Compute: asked of a deployed stage by plain HTTP. */
import { open, type ProbeWorld, type Question, settled } from '../question.ts';

export const triggerConfig: Question = {
  id: 'fc-trigger-config',
  asks: 'Key case of `TriggerConfig`',
  settle: async (world) => {
    const url = await appServerOf(world);
    if (url === undefined) return open('It needs a deployed stage.');
    const { status } = await world.fetch(`${url}/health`);
    return settled(
      status === 200
        ? `As it is written for ${world.stage.compute}: the trigger lets anybody in, as its configuration says.`
        : `Another one: the trigger answers ${status} to an anonymous request.`,
    );
  },
};

export const controlPath: Question = {
  id: 'fc-control-path',
  asks: 'Values of `x-fc-control-path`, and whether a client can set it over the HTTP trigger',
  settle: async (world) => {
    const url = await appServerOf(world);
    if (url === undefined) return open('It needs a deployed stage.');
    // An operation that reads: were it let through, it would change nothing.
    const answer = await world.fetch(`${url}/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-fc-control-path': '/invoke' },
      body: '{"action":"users.list","limit":1}',
    });
    const text = await answer.text();
    const isThrough = answer.status === 200 || text.includes('users_not_kept');
    return settled(
      isThrough
        ? 'A client CAN set it: take the stage down and report this.'
        : `A client cannot: the AppServer answers ${answer.status}.`,
    );
  },
};

async function appServerOf(world: ProbeWorld): Promise<string | undefined> {
  return (await world.outputs()).AppServerUrl;
}
