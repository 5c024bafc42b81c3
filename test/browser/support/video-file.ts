/** A video file as a streamer might show one, made by ffmpeg: one colour and one tone. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface VideoFile {
  /** As ffmpeg names it. */
  readonly colour: string;
  readonly hertz: number;
}

/** @returns its path, below the folder */
export async function makeVideoFile(directory: string, { colour, hertz }: VideoFile): Promise<string> {
  const path = join(directory, `${colour}.mp4`);
  const picture = ['-f', 'lavfi', '-i', `color=c=${colour}:s=640x360:r=15`];
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=44100`];
  const coding = ['-t', '4', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...coding, path]);
  return path;
}
