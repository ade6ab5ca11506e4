import { parser } from '@prometheus-io/lezer-promql';

/**
 * The metrics that an expression reads, by Prometheus' own grammar.
 * @throws Error when it is no PromQL
 */
export function metricsIn(expression: string): string[] {
  // Grafana puts durations in place of its variables.
  const text = expression.replace(/\$__\w+/g, '5m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL from character ${node.from} on: ${expression}`);
      const isMetric = node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector';
      if (isMetric) names.push(text.slice(node.from, node.to));
    },
  });
  return names;
}
