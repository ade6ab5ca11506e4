import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './gateway-processes.ts';

/** What stands in `deploy/monitoring` and `docs/monitoring.md`. */

export const FOLDER = join(ROOT, 'deploy/monitoring');
export const DASHBOARD_FILE = join(FOLDER, 'grafana-dashboard.json');
export const PAGE_FILE = join(ROOT, 'docs/monitoring.md');

const ruleSchema = z.strictObject({
  alert: z.string().regex(/^Wagw[A-Za-z]+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});

export function readAlerts() {
  const file: unknown = parse(readFileSync(join(FOLDER, 'alerts.yml'), 'utf8'));
  const { groups } = z.object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) }).parse(file);
  return groups.flatMap(({ rules }) => rules);
}

const scrapeSchema = z.looseObject({
  job_name: z.string(),
  static_configs: z.array(z.object({ targets: z.array(z.string()) })),
});
const configSchema = z.looseObject({
  global: z.looseObject({ scrape_interval: z.string(), evaluation_interval: z.string() }),
  rule_files: z.array(z.string()),
  scrape_configs: z.array(scrapeSchema),
});

export function readPrometheusConfig() {
  return configSchema.parse(parse(readFileSync(join(FOLDER, 'prometheus.yml'), 'utf8')));
}
