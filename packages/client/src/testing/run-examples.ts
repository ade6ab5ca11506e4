/**
 * Runs programs one after the other in this process: `node run-examples.ts '[{ "file": "file:///…", "env": { … } }]'`. What they leave
 * running goes on until the process is killed.
 */
interface Example {
  readonly file: string;
  readonly env: Record<string, string>;
}

for (const { file, env } of JSON.parse(process.argv[2] ?? '[]') as Example[]) {
  // biome-ignore lint/style/noProcessEnv: examples read their settings there
  Object.assign(process.env, env);
  await import(file);
}
process.stdout.write('all done\n');
