/** Recognises that a service refuses because the account never activated it. */

/**
 * Documented for VOD (alibabacloud.com/help/en/vod/api-reference-error-codes), reported for Function Compute
 * (Serverless-Devs issue 282). UNCERTAIN: the code of Live, and the usual forms of other services.
 */
const FORMS =
  /does not open \w+ service|is not enabled for current user|ServiceDisabled|NotOpen|NotActivated|NotSubscri|Unopen|NotEnabled|UserNotRegist|not activated/i;

/** @param text code and message of the refusal */
export function saysNotActivated(text: string): boolean {
  return FORMS.test(text);
}
