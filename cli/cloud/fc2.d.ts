/** What we use of the vendor's SDK for Function Compute 2.0, which has no typings of its own. */
declare module '@alicloud/fc2' {
  /** Header names of answers are lower-case. */
  export default class Fc2Client {
    constructor(accountId: string, options: object);
    invokeFunction(
      service: string,
      name: string,
      event: string,
      headers: Readonly<Record<string, string>>,
    ): Promise<{ readonly data: unknown; readonly headers: Readonly<Record<string, string | undefined>> }>;
    updateFunction(service: string, name: string, change: object): Promise<unknown>;
    getService(service: string): Promise<unknown>;
  }
}
