import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { apiOptions, workerOptions } from '@wagw/shared/config/options';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Service } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';

const FOLDER = new URL('../../../deploy/kubernetes/', import.meta.url);

const MODELS = {
  ConfigMap,
  Deployment,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  StatefulSet,
} as const;

const manifests = readdirSync(FOLDER).flatMap((file) =>
  parseAllDocuments(readFileSync(new URL(file, FOLDER), 'utf8')).map((document) => {
    const manifest = document.toJS() as { kind: keyof typeof MODELS; metadata: { name: string } };
    return { file, name: `${manifest.kind} ${manifest.metadata.name}`, manifest };
  }),
);

test.each(manifests)('$file: $name is what Kubernetes knows under this name', ({ manifest }) => {
  const Model = MODELS[manifest.kind];
  expect(() => new Model(manifest as never).validate()).not.toThrow();
});

test('every variable that the manifests set exists', () => {
  const known = new Set([...Object.keys(apiOptions), ...Object.keys(workerOptions)]);
  const text = manifests.map(({ manifest }) => JSON.stringify(manifest)).join();
  const config = manifests.find(({ name }) => name === 'ConfigMap whatsapp-gateway');
  const { data = {} } = (config?.manifest ?? {}) as { data?: object };
  const set = [...text.matchAll(/"name":"([A-Z][A-Z0-9_]+)"/g)].map(([, name]) => String(name));
  expect([...Object.keys(data), ...set].filter((name) => !known.has(name))).toEqual([]);
  expect(set).toContain('WORKER_HOST');
});

test('every path that is probed is one that answers without a key', () => {
  const text = manifests.map(({ manifest }) => JSON.stringify(manifest)).join();
  const paths = new Set([...text.matchAll(/"httpGet":\{"path":"([^"]+)"/g)].map(([, path]) => path));
  expect([...paths].sort()).toEqual(['/health/live', '/health/ready']);
});
