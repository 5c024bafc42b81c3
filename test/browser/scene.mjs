/**
 * A camera for pictures of the pages: somebody drawn in a room, who moves a little. Runs in the page, in place of the browser's
 * fake device, so that two people look different.
 */

/** @param {{ hue: number, width?: number, height?: number }} look */
export function drawnCamera({ hue, width = 640, height = 360 }) {
  const open = async ({ video, audio } = {}) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const paper = canvas.getContext('2d');
    const began = performance.now();
    const draw = () => scene(paper, (performance.now() - began) / 1_000);
    draw();
    setInterval(draw, 40);
    const tracks = video ? canvas.captureStream(25).getVideoTracks() : [];
    if (audio) {
      const context = new AudioContext();
      const out = context.createMediaStreamDestination();
      const gain = context.createGain();
      gain.gain.value = 0.02;
      const tone = context.createOscillator();
      tone.frequency.value = 220 + hue;
      tone.connect(gain).connect(out);
      tone.start();
      tracks.push(...out.stream.getAudioTracks());
    }
    return new MediaStream(tracks);
  };

  const scene = (paper, time) => {
    const round = (x, y, w, h, r, fill) => {
      paper.fillStyle = fill;
      paper.beginPath();
      paper.roundRect(x, y, w, h, r);
      paper.fill();
    };
    const disc = (x, y, rx, ry, fill) => {
      paper.fillStyle = fill;
      paper.beginPath();
      paper.ellipse(x, y, rx, ry, 0, 0, 7);
      paper.fill();
    };
    paper.setTransform(width / 1280, 0, 0, height / 720, 0, 0);
    const wall = paper.createLinearGradient(0, 0, 1280, 720);
    wall.addColorStop(0, `hsl(${hue} 32% 78%)`);
    wall.addColorStop(1, `hsl(${hue + 30} 30% 62%)`);
    paper.fillStyle = wall;
    paper.fillRect(0, 0, 1280, 720);
    // A window with a slow sun, a shelf, a plant.
    round(90, 70, 300, 330, 14, `hsl(${hue + 10} 30% 90%)`);
    const sky = paper.createLinearGradient(0, 80, 0, 390);
    sky.addColorStop(0, 'hsl(205 70% 78%)');
    sky.addColorStop(1, 'hsl(35 80% 86%)');
    round(104, 84, 272, 302, 8, sky);
    disc(240 + 70 * Math.sin(time / 6), 190, 34, 34, 'hsl(45 95% 88%)');
    round(235, 84, 10, 302, 0, `hsl(${hue + 10} 30% 90%)`);
    round(920, 210, 290, 16, 6, `hsl(${hue + 20} 25% 38%)`);
    [0, 1, 2, 3, 4].forEach((book) => {
      round(
        935 + book * 34,
        210 - 92 - (book % 3) * 14,
        28,
        92 + (book % 3) * 14,
        4,
        `hsl(${hue + 60 + book * 47} 38% 48%)`,
      );
    });
    round(1140, 170, 46, 40, 6, 'hsl(18 45% 52%)');
    for (let leaf = -3; leaf <= 3; leaf++) {
      paper.save();
      paper.translate(1163, 172);
      paper.rotate(leaf * 0.34 + Math.sin(time + leaf) * 0.03);
      disc(0, -52, 12, 54, `hsl(150 ${36 + leaf * 3}% ${36 + leaf * 3}%)`);
      paper.restore();
    }
    // Somebody.
    const sway = Math.sin(time * 0.9) * 9;
    const nod = Math.sin(time * 1.7) * 5;
    const skin = `hsl(${24 + (hue % 12)} 46% ${60 + (hue % 14)}%)`;
    const hair = `hsl(${(hue * 3) % 40} 35% ${18 + (hue % 12)}%)`;
    paper.save();
    paper.translate(640 + sway, 0);
    round(-250, 540, 500, 320, 150, `hsl(${hue + 180} 34% 40%)`);
    round(-48, 430, 96, 150, 44, skin);
    paper.translate(0, nod);
    disc(0, 300, 168, 178, hair);
    disc(0, 345, 132, 158, skin);
    paper.fillStyle = hair;
    paper.beginPath();
    paper.ellipse(0, 250, 150, 92, 0, Math.PI, 2 * Math.PI);
    paper.fill();
    const blink = time % 4 < 0.14 ? 0.15 : 1;
    disc(-48, 340, 12, 14 * blink, '#26211f');
    disc(48, 340, 12, 14 * blink, '#26211f');
    paper.strokeStyle = 'hsl(8 40% 40%)';
    paper.lineWidth = 9;
    paper.lineCap = 'round';
    paper.beginPath();
    paper.arc(0, 402, 40, 0.35, Math.PI - 0.35);
    paper.stroke();
    paper.restore();
    // A hand that waves now and then.
    if (time % 7 < 2.4) {
      paper.save();
      paper.translate(900, 620);
      paper.rotate(Math.sin(time * 9) * 0.22);
      round(-34, -150, 68, 210, 34, skin);
      paper.restore();
    }
  };

  navigator.mediaDevices.getUserMedia = open;
  navigator.mediaDevices.getDisplayMedia = open;
}
