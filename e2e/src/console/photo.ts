import { PNG } from 'pngjs';

const WIDTH = 320;
const HEIGHT = 200;
const CREAM = [250, 240, 220] as const;
const CHOCOLATE = [92, 51, 31] as const;
const BERRY = [190, 40, 70] as const;

/** A cake, more or less: what a customer would send. A PNG in base64. */
export function photo(): string {
  const png = new PNG({ width: WIDTH, height: HEIGHT });
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) png.data.set([...colourAt(x, y), 255], (y * WIDTH + x) * 4);
  }
  return PNG.sync.write(png).toString('base64');
}

function colourAt(x: number, y: number): readonly number[] {
  const isBerry = y > 62 && y < 82 && (x - 70) % 30 < 16 && x > 70 && x < 250;
  if (isBerry) return BERRY;
  const isCake = x > 60 && x < 260 && y > 80 && y < 160;
  if (!isCake) return [214, 226 - y / 8, 232 - y / 4];
  return Math.floor((y - 80) / 20) % 2 === 0 ? CHOCOLATE : CREAM;
}
