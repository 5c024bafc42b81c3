/** The forms of a ServiceToken (ros.md §2.1); the local ROS calls functions only. */

const FUNCTION = /^acs:fc:[^:]*:[^:]*:(functions\/[^/]+|services\/[^/]+\/functions\/[^/]+)$/;
const REMOTE = /^(acs:mns:|web(\[[^\]]*\])?:)/;

/** Throws an Error that says which forms are possible. */
export function checkServiceToken(token: string): void {
  if (FUNCTION.test(token)) return;
  const shown = token.slice(0, 80);
  if (REMOTE.test(token)) {
    throw new Error(`the ServiceToken ${shown} is not supported by the local ROS: use the ARN of a function`);
  }
  throw new Error(
    `the ServiceToken ${shown} is not valid: expected acs:fc:<region>:<account>:functions/<function> or ` +
      'acs:fc:<region>:<account>:services/<service>/functions/<function>',
  );
}
