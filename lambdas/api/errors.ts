/** The error catalogue: every error that the API can answer, with its HTTP status, its text in two languages and the next step. */

export type Language = 'en' | 'zh';

export interface CatalogueEntry {
  readonly status: number;
  /** What happened. `{detail}` is replaced by the particulars of the case. */
  readonly text: Readonly<Record<Language, string>>;
  /** What to do next. */
  readonly next: Readonly<Record<Language, string>>;
  /** Seconds after which the same request may succeed: sent as `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * A session problem is 403 and not 401: on a 401 the Android client crashes (appserver-contract.md §1.9); only a failed
 * log-in is a 401. Texts are short because Android shows the body to its user (§2.4).
 */
export const ERRORS = {
  invalid_request: {
    status: 400,
    text: { en: '{detail}', zh: '{detail}' },
    next: { en: 'Correct it and send it again.', zh: '请改正后重试。' },
  },
  login_failed: {
    status: 401,
    text: { en: 'Incorrect username or password.', zh: '用户名或密码错误。' },
    next: { en: 'Check both and log in again.', zh: '请检查后重新登录。' },
  },
  session_required: {
    status: 403,
    text: { en: 'You are not logged in.', zh: '尚未登录。' },
    next: {
      en: 'Log in and send the token as "Authorization: Bearer".',
      zh: '请登录并以 Authorization: Bearer 发送令牌。',
    },
  },
  session_invalid: {
    status: 403,
    text: { en: 'The session token is not valid.', zh: '登录令牌无效。' },
    next: { en: 'Log in again.', zh: '请重新登录。' },
  },
  session_expired: {
    status: 403,
    text: { en: 'The session has expired.', zh: '登录已过期。' },
    next: { en: 'Log in again.', zh: '请重新登录。' },
  },
  identity_mismatch: {
    status: 403,
    text: { en: '{detail} is not the user who is logged in.', zh: '{detail} 不是当前登录用户。' },
    next: { en: 'Act as yourself.', zh: '请使用本人身份。' },
  },
  not_room_owner: {
    status: 403,
    text: { en: 'Only the anchor of the room may do this.', zh: '只有主播可以执行此操作。' },
    next: { en: 'Log in as the anchor.', zh: '请以主播身份登录。' },
  },
  banned: {
    status: 403,
    text: { en: 'You are not admitted here.', zh: '您已被禁止进入。' },
    next: { en: 'Ask the anchor or the operator.', zh: '请联系主播或管理员。' },
  },
  not_on_stage: {
    status: 403,
    text: { en: 'The anchor has not let you on stage.', zh: '主播尚未同意连麦。' },
    next: { en: 'Apply and wait for the approval.', zh: '请申请连麦并等待同意。' },
  },
  callback_refused: {
    status: 403,
    text: { en: 'The callback is refused: {detail}.', zh: '回调被拒绝：{detail}。' },
    next: { en: 'Check the callback domain and key.', zh: '请检查回调域名与密钥。' },
  },
  user_id_not_accepted: {
    status: 403,
    text: {
      en: 'The claim "{detail}" of your identity is no user id: expected letters and digits, 1 to 64.',
      zh: '身份令牌中的 {detail} 不是有效的用户 ID：应为 1 至 64 位字母或数字。',
    },
    next: {
      en: 'Ask the operator to name another claim in authentication.userClaim.',
      zh: '请管理员在 authentication.userClaim 中指定其他声明。',
    },
  },
  user_not_found: {
    status: 404,
    text: { en: 'There is no user named {detail}.', zh: '用户 {detail} 不存在。' },
    next: { en: 'See users.list for those there are.', zh: '请通过 users.list 查看现有用户。' },
  },
  room_not_found: {
    status: 404,
    text: { en: 'The room does not exist.', zh: '房间不存在。' },
    next: { en: 'Choose a room from the list.', zh: '请从列表中选择房间。' },
  },
  not_co_streaming: {
    status: 404,
    text: { en: 'The room has no co-streaming.', zh: '该房间未开启连麦。' },
    next: { en: 'Create it with mode 1.', zh: '请以 mode 1 创建房间。' },
  },
  unknown_route: {
    status: 404,
    text: { en: 'There is nothing at this address.', zh: '地址不存在。' },
    next: { en: 'Check the path.', zh: '请检查路径。' },
  },
  method_not_allowed: {
    status: 405,
    text: { en: 'This address takes {detail}.', zh: '此地址只接受 {detail}。' },
    next: { en: 'Use that method.', zh: '请使用该方法。' },
  },
  room_state: {
    status: 409,
    text: { en: 'The room is {detail}.', zh: '房间状态为 {detail}。' },
    next: { en: 'Fetch the room and decide again.', zh: '请刷新房间后重试。' },
  },
  room_closed: {
    status: 409,
    text: { en: 'The room has ended for good.', zh: '直播间已关闭，无法重新开播。' },
    next: { en: 'Create another room.', zh: '请创建新的直播间。' },
  },
  room_busy: {
    status: 409,
    text: { en: 'The room is being changed by others.', zh: '房间正在被修改。' },
    next: { en: 'Try again.', zh: '请重试。' },
    retryAfter: 1,
  },
  co_streaming_not_offered: {
    status: 409,
    text: {
      en: 'This stage has no ARTC application, so co-streaming is not offered.',
      zh: '此环境未配置 ARTC 应用，不支持连麦。',
    },
    next: { en: 'Use mode 0, or deploy the stage with ArtcAppId.', zh: '请使用 mode 0，或配置 ArtcAppId 后重新部署。' },
  },
  stage_full: {
    status: 409,
    text: { en: 'The stage is full: {detail} people at most.', zh: '连麦人数已满，最多 {detail} 人。' },
    next: { en: 'Wait until somebody leaves it.', zh: '请等待有人下麦后重试。' },
  },
  too_many_applications: {
    status: 409,
    text: { en: 'Too many people ask to co-stream.', zh: '申请连麦的人数过多。' },
    next: { en: 'Apply again in a minute.', zh: '请稍后重新申请。' },
  },
  request_in_progress: {
    status: 409,
    text: { en: 'The same request is being carried out.', zh: '相同的请求正在处理中。' },
    next: { en: 'Send it again in a moment for its answer.', zh: '请稍后重发以获取结果。' },
    retryAfter: 2,
  },
  user_exists: {
    status: 409,
    text: { en: 'There is a user named {detail} already.', zh: '用户 {detail} 已存在。' },
    next: { en: 'Use users.setPassword to change the password.', zh: '如需修改密码，请使用 users.setPassword。' },
  },
  users_not_kept: {
    status: 409,
    text: {
      en: 'This stage authenticates with "{detail}" and keeps no users.',
      zh: '此环境的登录方式为 {detail}，不保存用户。',
    },
    next: {
      en: 'Deploy the stage with authentication "password" to add users here.',
      zh: '请以 password 登录方式部署后再添加用户。',
    },
  },
  old_im_not_offered: {
    status: 410,
    text: { en: 'The old messaging service is not offered.', zh: '不支持旧版互动消息。' },
    next: {
      en: 'Use /api/v2/live/token with im_server ["aliyun_new"].',
      zh: '请使用 /api/v2/live/token 和 im_server ["aliyun_new"]。',
    },
  },
  body_too_large: {
    status: 413,
    text: { en: 'body: larger than {detail} bytes.', zh: 'body：超过 {detail} 字节。' },
    next: { en: 'Send less.', zh: '请减少内容后重试。' },
  },
  idempotency_key_reused: {
    status: 422,
    text: {
      en: 'This Idempotency-Key came with another request before.',
      zh: '该 Idempotency-Key 已用于其他请求。',
    },
    next: { en: 'Use a new key for each new request.', zh: '请为每个新请求使用新的 key。' },
  },
  too_many_requests: {
    status: 429,
    text: { en: 'Too many requests.', zh: '请求过于频繁。' },
    next: { en: 'Wait a moment and try again.', zh: '请稍后重试。' },
    retryAfter: 60,
  },
  internal: {
    status: 500,
    text: { en: 'Something went wrong here.', zh: '服务器异常。' },
    next: { en: 'Try again; report the request_id if it stays.', zh: '请重试；仍失败请反馈 request_id。' },
  },
  log_in_elsewhere: {
    status: 501,
    text: {
      en: 'This stage authenticates with "{detail}": there is no password to check here.',
      zh: '此环境的登录方式为 {detail}，不在此处校验密码。',
    },
    next: {
      en: 'Log in with your identity provider and send its token as "Authorization: Bearer".',
      zh: '请在您的身份提供方登录，并以 Authorization: Bearer 发送其令牌。',
    },
  },
  upstream_failed: {
    status: 502,
    text: { en: 'A cloud service refused the operation.', zh: '云服务拒绝了该操作。' },
    next: { en: 'Report the request_id to the operator.', zh: '请将 request_id 反馈给管理员。' },
  },
  not_configured: {
    status: 503,
    text: { en: 'The stack is not completely deployed: {detail} is missing.', zh: '部署未完成：缺少 {detail}。' },
    next: { en: 'Deploy the stage again.', zh: '请重新部署。' },
    retryAfter: 30,
  },
  stream_not_confirmed: {
    status: 503,
    text: { en: 'The Live service does not confirm this yet.', zh: '直播服务尚未确认该状态。' },
    next: { en: 'Send the callback again.', zh: '请重新发送回调。' },
    retryAfter: 1,
  },
  upstream_unavailable: {
    status: 503,
    text: { en: 'A cloud service does not answer in time.', zh: '云服务暂时不可用。' },
    next: { en: 'Try again in a moment.', zh: '请稍后重试。' },
    retryAfter: 2,
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorReason = keyof typeof ERRORS;

/** The one body of every error: `code` repeats the HTTP status, as the official clients expect (§2.4). */
export interface ErrorBody {
  readonly code: number;
  readonly message: string;
  /** Name in the catalogue, for programs. */
  readonly reason: ErrorReason;
  readonly request_id: string;
  /** Same as `message`; validation errors of the reference server carry this key. */
  readonly msg?: string;
}

/** An error that the caller is told; anything else that is thrown becomes `internal`. */
export class ApiError extends Error {
  readonly reason: ErrorReason;
  readonly detail: string | Readonly<Record<Language, string>>;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  /** @param retryAfter seconds, where the case knows better than the catalogue */
  constructor(reason: ErrorReason, detail: string | Readonly<Record<Language, string>> = '', retryAfter?: number) {
    super(`${reason}${typeof detail === 'string' && detail ? `: ${detail}` : ''}`);
    this.name = 'ApiError';
    this.reason = reason;
    this.detail = detail;
    this.retryAfter = retryAfter ?? this.entry.retryAfter;
  }

  get entry(): CatalogueEntry {
    return ERRORS[this.reason];
  }

  body(language: Language, requestId: string): ErrorBody {
    const { status, text, next } = this.entry;
    const detail = typeof this.detail === 'string' ? this.detail : this.detail[language];
    // A function, so that "$&" in a detail stays what it is.
    const message = `${text[language].replace('{detail}', () => detail)} ${next[language]}`;
    const body = { code: status, message, reason: this.reason, request_id: requestId };
    return status === 400 || status === 413 ? { ...body, msg: message } : body;
  }
}

/** Chinese where the caller prefers it, else English. */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  return /^\s*zh\b/i.test(acceptLanguage ?? '') ? 'zh' : 'en';
}
