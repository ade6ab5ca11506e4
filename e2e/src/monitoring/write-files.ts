import { readFile, writeFile } from 'node:fs/promises';
import { dashboard } from './dashboard.ts';
import { startGatewayProcesses } from './gateway-processes.ts';
import { withMetricsTable } from './metrics-table.ts';
import { DASHBOARD_FILE, PAGE_FILE } from './monitoring-files.ts';

/** `pnpm docs:metrics`: writes the dashboard, and the table of metrics of `docs/monitoring.md`. */
await writeFile(DASHBOARD_FILE, `${JSON.stringify(dashboard(), null, 2)}\n`);
const gateway = await startGatewayProcesses();
try {
  await writeFile(PAGE_FILE, withMetricsTable(await readFile(PAGE_FILE, 'utf8'), await gateway.scrape()));
} finally {
  await gateway.close();
}
