/** The part of `@alicloud/pop-core` that we use; its own types lack the second argument of the constructor. */
declare module '@alicloud/pop-core/lib/rpc.js' {
  export default class RPCClient {
    /** With `verbose` a request answers `[body, {request, response}]` instead of the body. */
    constructor(config: object, verbose?: boolean);
    request<T>(action: string, params: object, options: { method: 'GET' | 'POST'; timeout: number }): Promise<T>;
  }
}
