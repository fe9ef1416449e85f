import type { TableIndex, Throughput } from '../create-table.js';
import type { TablePlan } from '../plan-tables.js';
import { resourceName } from './resource-name.js';

/** The tables as resources of Terraform's AWS provider, in HCL, laid out as `terraform fmt` does. */
export function terraform(plans: readonly TablePlan[]): string {
  return plans.map(resource).join('\n');
}

function resource(plan: TablePlan): string {
  const { request, pointInTimeRecovery } = plan;
  const name = resourceName(plan)
    .replace(/(?!^)[A-Z]/g, '_$&')
    .toLowerCase();
  const body = [
    attributes([
      ['name', text(request.TableName)],
      ['billing_mode', text(request.BillingMode)],
      ['hash_key', text(plan.key)],
      ...throughput(request.ProvisionedThroughput),
      ...(request.DeletionProtectionEnabled ? [['deletion_protection_enabled', 'true'] as const] : []),
    ]),
    ...request.AttributeDefinitions.map(({ AttributeName, AttributeType }) =>
      block('attribute', [
        attributes([
          ['name', text(AttributeName)],
          ['type', text(AttributeType)],
        ]),
      ]),
    ),
    ...(request.GlobalSecondaryIndexes ?? []).map(index),
    ...(pointInTimeRecovery ? [block('point_in_time_recovery', [attributes([['enabled', 'true']])])] : []),
    ...(request.Tags
      ? [block('tags =', [attributes(request.Tags.map(({ Key, Value }) => [text(Key), text(Value)]))])]
      : []),
  ];
  return `${block(`resource "aws_dynamodb_table" "${name}"`, body)}\n`;
}

function index({ IndexName, KeySchema, Projection, ProvisionedThroughput }: TableIndex): string {
  return block('global_secondary_index', [
    attributes([
      ['name', text(IndexName)],
      ...KeySchema.map(({ AttributeName, KeyType }): Attribute => [
        KeyType === 'HASH' ? 'hash_key' : 'range_key',
        text(AttributeName),
      ]),
      ['projection_type', text(Projection.ProjectionType)],
      ...throughput(ProvisionedThroughput),
    ]),
  ]);
}

function throughput(units: Throughput | undefined): Attribute[] {
  if (units === undefined) return [];
  return [
    ['read_capacity', String(units.ReadCapacityUnits)],
    ['write_capacity', String(units.WriteCapacityUnits)],
  ];
}

type Attribute = readonly [name: string, value: string];

function attributes(entries: readonly Attribute[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)} = ${value}`).join('\n');
}

function block(head: string, body: readonly string[]): string {
  return `${head} {\n${body.join('\n\n').replace(/^(?=.)/gm, '  ')}\n}`;
}

/** A string of HCL: as in JSON, but for the marks with which its templates begin. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}
