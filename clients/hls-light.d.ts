/** The small build of hls.js comes without types of its own; its interface is that of the whole one. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
