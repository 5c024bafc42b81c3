/** Retouching of a live picture on the graphics card: smoother skin, more light, mixed with the original by strength. */

export interface RetouchSettings {
  /** 0 to 1: how much is smoothed. Edges stay. */
  readonly smoothing: number;
  /** -1 to 1: darker to lighter. */
  readonly brightness: number;
  /** 0 to 1: how much of the result is mixed with the original. */
  readonly strength: number;
}

export const NO_RETOUCH: RetouchSettings = { smoothing: 0, brightness: 0, strength: 0 };

export interface Retouch {
  /** @returns the picture to draw: the source itself while nothing is to be done to it */
  apply(source: HTMLVideoElement, settings: RetouchSettings): CanvasImageSource;
  close(): void;
}

const VERTEX = `
attribute vec2 corner;
varying vec2 at;
void main() {
  at = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/**
 * A bilateral filter: neighbours count by how near they are in place and in colour, so that an edge is no neighbour. Skin
 * tones are smoothed more than the rest. Light is a curve that leaves black and white where they are.
 */
const FRAGMENT = `
precision mediump float;
uniform sampler2D picture;
uniform vec2 pixel;
uniform float smoothing;
uniform float brightness;
uniform float strength;
varying vec2 at;

float skin(vec3 c) {
  float cb = 0.5 - 0.169 * c.r - 0.331 * c.g + 0.5 * c.b;
  float cr = 0.5 + 0.5 * c.r - 0.419 * c.g - 0.081 * c.b;
  vec2 d = (vec2(cb, cr) - vec2(0.42, 0.60)) / vec2(0.10, 0.08);
  return exp(-dot(d, d));
}

void main() {
  vec3 original = texture2D(picture, at).rgb;
  vec3 sum = original;
  float total = 1.0;
  for (int y = -2; y <= 2; y++) {
    for (int x = -2; x <= 2; x++) {
      vec2 offset = vec2(float(x), float(y));
      vec3 neighbour = texture2D(picture, at + offset * pixel * 2.0).rgb;
      vec3 difference = neighbour - original;
      float weight = exp(-dot(offset, offset) / 6.0) * exp(-dot(difference, difference) * 60.0);
      sum += neighbour * weight;
      total += weight;
    }
  }
  vec3 smoothed = mix(original, sum / total, smoothing * (0.35 + 0.65 * skin(original)));
  vec3 lit = brightness >= 0.0
    ? 1.0 - pow(1.0 - smoothed, vec3(1.0 + brightness))
    : pow(smoothed, vec3(1.0 - brightness));
  gl_FragColor = vec4(mix(original, lit, strength), 1.0);
}`;

/** @returns undefined where the browser has no WebGL: the page then offers no retouching */
export function openRetouch(): Retouch | undefined {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl', { antialias: false, depth: false, preserveDrawingBuffer: true });
  if (!gl) return undefined;
  const program = link(gl);
  const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  const uniforms = {
    pixel: place('pixel'),
    smoothing: place('smoothing'),
    brightness: place('brightness'),
    strength: place('strength'),
  };
  return {
    apply: (source, settings) => {
      const { videoWidth: width, videoHeight: height } = source;
      if (settings.strength === 0 || width === 0 || gl.isContextLost()) return source;
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        gl.viewport(0, 0, width, height);
      }
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, source);
      gl.uniform2f(uniforms.pixel, 1 / width, 1 / height);
      gl.uniform1f(uniforms.smoothing, settings.smoothing);
      gl.uniform1f(uniforms.brightness, settings.brightness);
      gl.uniform1f(uniforms.strength, settings.strength);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      return canvas;
    },
    close: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
  };
}

function link(gl: WebGLRenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('the graphics card gave up while retouching was prepared');
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(String(gl.getProgramInfoLog(program)));
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  const corner = gl.getAttribLocation(program, 'corner');
  gl.enableVertexAttribArray(corner);
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
    [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const) {
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  }
  return program;
}
