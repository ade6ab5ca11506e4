import { toString as qrText } from 'qrcode';

/** What goes to the person in front of the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Draws a QR code with half blocks. */
export async function showQr(qr: string, print: (line: string) => void = say): Promise<void> {
  print('');
  print(await qrText(qr, { type: 'terminal', small: true }));
}
