/**
 * Draws the product's icon, an iris by safelight, and writes it in every size and container that packaging wants:
 * node build/draw-icons.ts. Large sizes have fibres; small ones only what can still be told apart.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { iconFiles } from './icon-containers.ts';

const directory = fileURLToPath(new URL('icons/', import.meta.url));
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
/** The largest is in macOS's container only. */
const largestFile = 512;

/** The fibres are the same at every drawing. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const centre = 512;
const limbus = 300;
const pupil = 112;
const collarette = 178;

const point = (angle: number, radius: number) =>
  `${(centre + radius * Math.sin(angle)).toFixed(1)} ${(centre - radius * Math.cos(angle)).toFixed(1)}`;

/** From near the pupil to near the limbus, a little bent, each of its own length and light. */
function fibres(): string {
  const random = randomFrom(7);
  const count = 150;
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI + (random() - 0.5) * 0.03;
    const bend = (random() - 0.5) * 0.1;
    const from = random() < 0.55 ? pupil + 10 + random() * 14 : collarette - 8 + random() * 20;
    const to = limbus - 14 - random() * random() * 70;
    const light = random();
    const colour = light < 0.3 ? '#8a5a22' : light < 0.75 ? '#d99b47' : '#f6cf8a';
    const width = 2 + random() * 4.5;
    const middle = point(angle + bend, (from + to) / 2);
    return `<path d="M${point(angle, from)} Q${middle} ${point(angle + bend * 0.3, to)}" stroke="${colour}" stroke-width="${width.toFixed(1)}" stroke-opacity="${(0.45 + random() * 0.5).toFixed(2)}"/>`;
  }).join('');
}

/** The wreath where the two zones of an iris meet, uneven as it is in eyes: a soft curve through uneven points. */
function wreath(): string {
  const random = randomFrom(11);
  const count = 40;
  const spots = Array.from({ length: count }, (_, index) => ({
    angle: (index / count) * 2 * Math.PI,
    radius: collarette + (index % 2 === 0 ? 7 : -7) + (random() - 0.5) * 16,
  }));
  const curves = spots.map(({ angle, radius }, index) => {
    const next = spots[(index + 1) % count] as (typeof spots)[number];
    const halfway = point(angle + Math.PI / count, (radius + next.radius) / 2);
    return `Q${point(angle, radius)} ${halfway}`;
  });
  const first = spots[0] as (typeof spots)[number];
  const last = spots[count - 1] as (typeof spots)[number];
  const start = point(-Math.PI / count, (first.radius + last.radius) / 2);
  return `<path d="M${start} ${curves.join(' ')} Z" stroke="#f3c67c" stroke-opacity="0.32" stroke-width="7"/>`;
}

const defs = `<defs>
<radialGradient id="ground" cx="50%" cy="36%" r="80%"><stop offset="0" stop-color="#26282d"/><stop offset="1" stop-color="#0f1013"/></radialGradient>
<radialGradient id="iris" gradientUnits="userSpaceOnUse" cx="${centre}" cy="${centre}" r="${limbus}">
<stop offset="0.36" stop-color="#5a3a16"/><stop offset="0.5" stop-color="#b97a2e"/><stop offset="0.62" stop-color="#dca04d"/><stop offset="0.86" stop-color="#a96c28"/><stop offset="1" stop-color="#3b2610"/>
</radialGradient>
<radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${centre}" cy="${centre}" r="400">
<stop offset="0.7" stop-color="#e0ac5e" stop-opacity="0.22"/><stop offset="1" stop-color="#e0ac5e" stop-opacity="0"/>
</radialGradient>
</defs>`;

const tile = (inset: number, radius: number) =>
  `<rect x="${inset}" y="${inset}" width="${1024 - 2 * inset}" height="${1024 - 2 * inset}" rx="${radius}" fill="url(#ground)"/>`;
const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024"><title>IrisVue Studio</title>${defs}${content}</svg>`;

/** With fibres: from 128 pixels on. */
const detailed = svg(`${tile(76, 196)}
<rect x="77.5" y="77.5" width="869" height="869" rx="194.5" fill="none" stroke="#ffffff" stroke-opacity="0.07" stroke-width="3"/>
<circle cx="${centre}" cy="${centre}" r="400" fill="url(#glow)"/>
<circle cx="${centre}" cy="${centre}" r="${limbus}" fill="url(#iris)"/>
<g fill="none" stroke-linecap="round">${fibres()}${wreath()}</g>
<circle cx="${centre}" cy="${centre}" r="${limbus - 8}" fill="none" stroke="#1b1108" stroke-opacity="0.75" stroke-width="26"/>
<circle cx="${centre}" cy="${centre}" r="${limbus + 16}" fill="none" stroke="#e0ac5e" stroke-width="14"/>
<circle cx="${centre}" cy="${centre}" r="${pupil + 7}" fill="#120b05"/>
<circle cx="${centre}" cy="${centre}" r="${pupil}" fill="#050506"/>`);

/** Two tones and a dozen thick fibres: 48 and 64 pixels. */
const simple = svg(`${tile(40, 210)}
<circle cx="${centre}" cy="${centre}" r="330" fill="#b97a2e"/>
<g stroke="#f0c37a" stroke-width="26" stroke-linecap="round">${Array.from({ length: 16 }, (_, index) => {
  const angle = (index / 16) * 2 * Math.PI;
  return `<path d="M${point(angle, 190)} L${point(angle, index % 2 === 0 ? 286 : 262)}"/>`;
}).join('')}</g>
<circle cx="${centre}" cy="${centre}" r="345" fill="none" stroke="#e9b567" stroke-width="44"/>
<circle cx="${centre}" cy="${centre}" r="138" fill="#08080a"/>`);

/** A ring and a pupil, as in the window's own icon: what is left at 16 to 32 pixels. */
const smallest = svg(`${tile(0, 230)}
<circle cx="${centre}" cy="${centre}" r="330" fill="none" stroke="#e6b163" stroke-width="104"/>
<circle cx="${centre}" cy="${centre}" r="142" fill="#e6b163"/>`);

const drawingFor = (size: number) => (size >= 128 ? detailed : size >= 48 ? simple : smallest);

const pictures = new Map<number, Buffer>();
for (const size of sizes) {
  // Drawn four times as large and reduced, which keeps thin fibres even.
  const density = Math.min(72 * 4, (72 * 4 * size) / 1024);
  const drawn = sharp(Buffer.from(drawingFor(size)), { density: Math.max(72, density) });
  const picture = await drawn
    .resize(size, size, { kernel: 'lanczos3' })
    .png({ compressionLevel: 9 })
    .toBuffer();
  pictures.set(size, picture);
}
await mkdir(directory, { recursive: true });
await writeFile(join(directory, 'icon.svg'), detailed);
for (const [size, picture] of pictures)
  if (size <= largestFile) await writeFile(join(directory, `${size}x${size}.png`), picture);
for (const [name, bytes] of iconFiles(pictures)) await writeFile(join(directory, name), bytes);
