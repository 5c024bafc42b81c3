import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../../lambdas/app-server/callbacks/stream-name.ts';

const meeting = '1b4e28ba-2fa1-4d22-883f-0016d3cca427';
const room = '0123456789abcdef0123456789abcdef';

describe('whose stream it is', () => {
  it.each([
    [room, { kind: 'room', roomId: room }],
    [`app_${meeting}_anna_camera`, { kind: 'relay', meetingId: meeting, userId: 'anna' }],
    [`app_${meeting}_anna_audio`, { kind: 'relay', meetingId: meeting, userId: 'anna' }],
    [`app_${meeting}_anna_screen`, undefined],
    [`other_${meeting}_anna_camera`, undefined],
    [`app_x_${meeting}_anna_camera`, undefined],
    [`app_${meeting}_anna_camera_camera`, undefined],
    [`app_${meeting}__camera`, undefined],
    [`app_${meeting.toUpperCase()}_anna_camera`, undefined],
    [`${room}_oriaac`, undefined],
    [`x${room}`, undefined],
    [`ap_${meeting}_anna_camera`, undefined],
    [`xxx_${meeting}_anna_camera`, undefined],
    ['', undefined],
    ['_camera', undefined],
  ])('W9: %s is %o', (stream, owner) => {
    expect(ownerOf(stream, 'app')).toEqual(owner);
  });

  it('an application id with underscores is matched as a whole', () => {
    expect(ownerOf(`my_app_${meeting}_anna_camera`, 'my_app')).toMatchObject({ meetingId: meeting });
    expect(ownerOf(`my_app_${meeting}_anna_camera`, 'my')).toBeUndefined();
    expect(ownerOf(`app_${meeting}_anna_camera`, undefined)).toBeUndefined();
    expect(ownerOf(`undefined_${meeting}_anna_camera`, undefined)).toBeUndefined();
  });
});
