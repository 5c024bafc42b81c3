/** Everything that the pages say, in Chinese. */
import type { WordKey } from './en.ts';

export const zh: Readonly<Record<WordKey, string>> = {
  'app.name': '互动直播',
  'entry.stream': '开播',
  'entry.stream.hint': '创建频道，展示摄像头、屏幕或视频。',
  'entry.watch': '观看',
  'entry.watch.hint': '选择频道，聊天，申请连麦。',
  'login.title': '登录',
  'login.name': '用户名',
  'login.password': '密码',
  'login.submit': '登录',
  'login.demo': '这是演示环境：密码与用户名相同。',
  'login.out': '退出登录',
  'error.offline': '无法连接服务器，正在自动重试。',
  'error.unknown': '出错了，请重试。',
};
