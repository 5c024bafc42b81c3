/** Numbers that pages tell, and the lines of code that they come from: whoever changes one finds the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, readPage } from './named-tests.ts';

type Row = readonly [said: string, file: string, line: string];

const AUTH = 'lambdas/app-server/auth';
const IDENTITY: readonly Row[] = [
  ['1 to 64 letters and digits', 'lambdas/api/fields.ts', 'ID_PATTERN = /^[A-Za-z0-9]{1,64}$/'],
  ['with one minute between the clocks', `${AUTH}/provider.ts`, 'TOLERANCE = 60;'],
  ['kept for ten minutes', `${AUTH}/provider-keys.ts`, 'FRESH_MS = 600_000'],
  ['at most every ten seconds', `${AUTH}/provider-keys.ts`, 'PAUSE_MS = 10_000'],
  ['used for up to a day', `${AUTH}/provider-keys.ts`, 'LAST_RESORT_MS = 86_400_000'],
  ['last seven days', `${AUTH}/service.ts`, 'SESSION_LIFETIME = 7 * 86_400'],
  ['100 at a time', 'lambdas/app-server/operator/users.ts', 'PAGE = 100'],
  ['within 30 seconds on an instance that rested', `${AUTH}/admission.ts`, 'USABLE_MS = 30_000'],
  ['1 to 255 visible ASCII', 'lambdas/app-server/http/idempotency.ts', '{1,255}'],
  ['again for a day', 'lambdas/app-server/http/idempotency.ts', 'KEPT_MS = 86_400_000'],
  ['more than 64 KiB', 'lambdas/app-server/http/idempotency.ts', 'LONGEST_ANSWER = 65_536'],
];

const ROOMS: readonly Row[] = [
  ['For **half an hour**', 'lambdas/app-server/rooms/room.ts', 'REOPEN_MS = 30 * 60_000'],
  ['200 a minute in turn', 'lambdas/app-server/timer/streams.ts', 'BATCH = 200'],
  ['missing for a minute and a half', 'lambdas/app-server/rooms/room.ts', 'MISSING_MS = 90_000'],
  ['within five seconds', 'lambdas/app-server/moderation/bans.ts', 'BAN_CACHE_MS = 5_000'],
  ['none came within a day', 'lambdas/app-server/replay/lookup.ts', 'WAITING_MS = 24 * 3_600_000'],
  ['events older than 5 minutes', 'lambdas/app-server/callbacks/stream.ts', 'OLDEST = 300'],
];

const SECURITY: readonly Row[] = [
  ['| 7 days; 12 hours', `${AUTH}/service.ts`, 'SESSION_LIFETIME = 7 * 86_400'],
  ['| 7 days; 12 hours', `${AUTH}/service.ts`, 'SESSION_LIFETIME_BESIDE_PROVIDER = 12 * 3_600'],
  ['| 10 minutes |', `${AUTH}/jump.ts`, 'JUMP_LIFETIME = 600'],
  ['| 2 days |', 'lambdas/app-server/messaging/im-token.ts', 'IM_LIFETIME = 2 * 86_400'],
  ['| 23 h 50 min |', 'lambdas/app-server/costreaming/rtc-token.ts', 'RTC_LIFETIME = 86_400 - 600'],
  ['window of five minutes', 'lambdas/app-server/callbacks/signature.ts', 'WINDOW = 300'],
  ['six at most', 'lambdas/api/fields.ts', 'onStage: 6,'],
  ['10,000 random bodies in each test run', 'test/lambdas/app-server/fuzz/fuzz.test.ts', '?? 10_000'],
  ['100,000 in the long one', 'test/long/fuzz.long.ts', 'forLength(100_000,'],
  ['the 50 messages a second', 'test/bench/scale/limits.ts', 'SendLiveMessageGroup: 50,'],
];

const LOCAL_CLOUD: readonly Row[] = [
  ['a tenth of a second later', 'local/cloud.ts', 'SAVE_DELAY_MS = 100;'],
  ['15-minute window', 'local/openapi/authenticate.ts', 'TIME_WINDOW_MS = 15 * 60 * 1000'],
  ['the newest five deleted stacks', 'local/ros/state.ts', 'KEPT_DELETED_STACKS = 5'],
  ['looked at twice a second', 'local/fc/instance/memory.ts', 'MEMORY_CHECK_MS = 500'],
  ['5,000-row and 4 MB caps', 'local/tablestore/limits.ts', 'rangeRows: 5000,'],
  ['5,000-row and 4 MB caps', 'local/tablestore/limits.ts', 'rangeSize: 4 * 1024 * 1024'],
  ['ten seconds after their media stops', 'local/live/streams/idle-streams.ts', 'IDLE_MS = 10_000'],
  ['after two seconds, signed', 'local/live/callbacks/stream-callbacks.ts', 'STAYS_MS = 2_000'],
  ['five seconds for the answer', 'local/callbacks/deliveries.ts', 'TIMEOUT_MS = 5_000'],
  ['five repetitions', 'local/callbacks/deliveries.ts', 'RETRIES = 5;'],
  ['online within a second', 'local/products.ts', 'DOMAIN_ONLINE_AFTER_MS = 300'],
  ['over after half a second', 'local/products.ts', 'RECORDING_DELAY_MS = 500'],
  ['3 minutes in the service', 'local/live/recording/recorder.ts', 'DELAY_MS = 180_000'],
  ['at most 15 KB', 'local/live/messaging/limits.ts', 'MAX_BODY_BYTES = 15 * 1024'],
  ['groups above 2,000 members', 'local/live/messaging/group.ts', 'SUPER_LARGE_ABOVE = 2_000'],
  ['two minutes after the last one left', 'local/live/mpu/tasks.ts', 'IDLE_MS = 120_000'],
];

const LOCAL_MEDIA: readonly Row[] = [
  ['an offer of more than 64 kB', 'local/media/webrtc/peer.ts', 'MOST_OFFER_BYTES = 64 * 1024'],
  ['no packet for two seconds', 'local/media/webrtc/incoming.ts', 'SILENCE_MS = 2_000'],
  ['asked for once a second', 'local/media/webrtc/rtp-feed.ts', 'KEY_EVERY_MS = 1_000'],
  ['tried again every second', 'local/media/artc/relays.ts', 'RETRY_MS = 1_000'],
  ['even, at most 1920', 'local/media/artc/mix-layout.ts', 'MOST_PIXELS = 1_920'],
  ['half a second without a packet', 'local/media/artc/relay-source.ts', 'MIX_SILENCE_MS = 500'],
  ['one of more than 4 kB', 'local/media/artc/signalling.ts', 'MOST_MESSAGE_BYTES = 4 * 1024'],
  ['liveSyncDurationCount: 1,', 'clients/shared/playing/hls.ts', 'SEGMENTS_BEHIND = 1;'],
  ['maxLiveSyncPlaybackRate: 1.2,', 'clients/shared/playing/hls.ts', 'CATCH_UP_RATE = 1.2;'],
  ['0.9 s at least', 'local/media/mp4/packager.ts', 'PIECE_MS = 900'],
  ['more than 2 MB wait', 'local/media/flv/slow-viewer.ts', 'MOST_WAITING_BYTES = 2 * 1024 * 1024'],
  ['dropped after ten seconds', 'local/media/flv/slow-viewer.ts', 'MOST_BEHIND_MS = 10_000'],
  ['have at most 8 MB', 'local/media/rtmp/chunk-reader.ts', 'MOST_MESSAGE_BYTES = 8 * 1024 * 1024'],
  ['commands 64 kB', 'local/media/rtmp/amf0.ts', 'MOST_BYTES = 64 * 1024'],
  ['in 8 levels', 'local/media/rtmp/amf0.ts', 'MOST_DEPTH = 8;'],
  ['200 RTMP connections', 'local/media/rtmp/server.ts', 'MOST_CONNECTIONS = 200'],
  ['ends after ten seconds', 'local/media/rtmp/server.ts', 'GREETING_MS = 10_000'],
  ['(8 MB, 64 MB)', 'local/media/flv/tag-stream.ts', 'GOP_BYTES = 8 * 1024 * 1024'],
  ['(8 MB, 64 MB)', 'local/media/hls/window.ts', 'MOST_BYTES = 64 * 1024 * 1024'],
];

const IM_PROTOCOL: readonly Row[] = [
  ['at most 128 KB', 'local/im/protocol.ts', 'MAX_FRAME_BYTES = 128 * 1024'],
  ['pings every 30 s', 'local/im/heartbeat.ts', 'HEARTBEAT_MS = 30_000'],
  ['gives a connection up after 90 s', 'local/im/heartbeat.ts', 'DEAD_AFTER_MS = 90_000'],
  ['nobody has logged in for 30 s', 'local/im/heartbeat.ts', 'LOGIN_WITHIN_MS = 30_000'],
  ['more than 512 KB wait', 'local/im/connection.ts', 'MAX_WAITING_BYTES = 512 * 1024'],
  ['a text up to 512 bytes', 'local/live/messaging/limits.ts', 'MAX_META_BYTES = 512;'],
  ['`userList` (at most 30)', 'local/live/messaging/limits.ts', 'MAX_MUTED_IN_CALL = 30'],
  ['`admins?` (at most 3)', 'local/live/messaging/limits.ts', 'MAX_ADMINISTRATORS = 3'],
  ['later ones), `pageSize?` (50)', 'local/im/methods/messages.ts', "'pageSize', 1, 50, 50)"],
  ['(10, at most 30)', 'local/im/methods/messages.ts', "'pageSize', 1, 30, 10)"],
  ['`pageSize?` (at most 50)', 'local/im/methods/groups.ts', "'pageSize', 1, 50, 50)"],
  ['`data` is at most 15 KB', 'local/live/messaging/limits.ts', 'MAX_BODY_BYTES = 15 * 1024'],
  ['at most 30 different ones', 'local/live/messaging/limits.ts', 'MAX_TYPES = 30'],
  ['within two minutes', 'local/im/sessions.ts', 'RESUMABLE_MS = 120_000'],
  ['at most every 200 ms', 'local/im/member-notices.ts', 'INTERVAL_MS = 200'],
  ['at most every 5 s. It', 'local/im/member-notices.ts', 'SUPER_LARGE_INTERVAL_MS = 5_000'],
  ['above 2,000 members', 'local/live/messaging/group.ts', 'SUPER_LARGE_ABOVE = 2_000'],
  ['at most 50 users of each kind', 'local/im/member-notices.ts', 'MAX_NAMED = 50'],
  ['at most every 2 s a room', 'lambdas/app-server/reactions/like-news.ts', 'TELL_EVERY_MS = 2_000'],
  ['at most every 5 s a room', 'lambdas/app-server/reactions/statistics.ts', 'FRESH_MS = 5_000'],
  ['at most every second', 'lambdas/app-server/reactions/statistics.ts', 'MOVED_MS = 1_000'],
  ['up to 2 s older', 'lambdas/app-server/reactions/statistics.ts', 'LIST_CACHE_MS = 2_000'],
];

const BENCHMARKS: readonly Row[] = [
  ['nine to eleven processes', 'test/bench/cloud-start.ts', 'RUNS = 9;'],
  ['nine to eleven processes', 'test/bench/app-server-start.ts', 'RUNS = 11;'],
  ['three to five runs', 'test/bench/deploy.ts', 'RUNS = 3;'],
  ['three to five runs', 'test/bench/synth.ts', 'RUNS = 5;'],
  ['four rounds of a second', 'test/bench/load.ts', 'rounds: 4, roundMs: 1_000, warmUpMs: 1_000'],
  ['1,000 rows', 'test/bench/tablestore-operations.ts', 'KEYS = 1_000'],
  ['a deployed stack with 20 rooms', 'test/bench/app-server.ts', 'ROOMS = 20;'],
  ['2,000 WebSocket clients', 'test/bench/im.ts', 'CLIENTS = 2_000'],
  ['for ten seconds, the gateway', 'test/bench/im.ts', 'SECONDS = 10;'],
  ['50 viewers, nine seconds', 'test/bench/media.ts', 'SECONDS = 9;'],
];

const OPERATING: readonly Row[] = [['warns three weeks before', 'cli/doctor/checks/certificate.ts', 'WARN_DAYS = 21']];

const PAGES: Readonly<Record<string, readonly Row[]>> = {
  'benchmarks.md': BENCHMARKS,
  'operating.md': OPERATING,
  'identity.md': IDENTITY,
  'rooms.md': ROOMS,
  'security.md': SECURITY,
  'local-cloud.md': LOCAL_CLOUD,
  'local-media.md': LOCAL_MEDIA,
  'im-protocol.md': IM_PROTOCOL,
};

describe.each(Object.entries(PAGES))('%s', (page, rows) => {
  it.each(rows)('says "%s" as %s has it: %s', (said, file, line) => {
    expect(readPage(page).replace(/\s+/g, ' ')).toContain(said);
    expect(readFileSync(join(PROJECT, file), 'utf8')).toContain(line);
  });
});
