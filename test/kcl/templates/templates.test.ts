import { describe, expect, it } from 'vitest';
import { planTables } from '../../../src/kcl/plan-tables.js';
import { cloudformation } from '../../../src/kcl/templates/cloudformation.js';
import { terraform } from '../../../src/kcl/templates/terraform.js';

const plans = planTables(
  { lease: 'App', coordinatorState: 'App-CoordinatorState', workerMetrics: 'App-WorkerMetricStats' },
  new Map([
    ['leaseTablePitrEnabled', 'true'],
    ['coordinatorStateTags', 'team=${a}"%{b}\u0007'],
    ['workerMetricsBillingMode', 'PROVISIONED'],
    ['workerMetricsReadCapacity', '7'],
    ['workerMetricsWriteCapacity', '3'],
    ['workerMetricsDeletionProtectionEnabled', 'true'],
  ]),
);

describe('the CloudFormation template', () => {
  it('has the same tables as a worker creates', () => {
    const template = JSON.parse(cloudformation(plans, 'App')) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    expect(Object.keys(template.Resources)).toEqual([
      'LeaseTable',
      'CoordinatorStateTable',
      'WorkerMetricsTable',
    ]);
    expect(Object.values(template.Resources).map(({ Type }) => Type)).toEqual(
      plans.map(() => 'AWS::DynamoDB::Table'),
    );
    const [lease, ...others] = Object.values(template.Resources).map(({ Properties }) => Properties);
    expect(lease).toEqual({
      ...plans[0].request,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(others).toEqual([plans[1].request, plans[2].request]);
  });
});

describe('the Terraform resources', () => {
  // terraform fmt -check and terraform validate take it as it is.
  it('have the same tables as a worker creates', () => {
    expect(terraform(plans)).toMatchInlineSnapshot(`
      "resource "aws_dynamodb_table" "lease_table" {
        name         = "App"
        billing_mode = "PAY_PER_REQUEST"
        hash_key     = "leaseKey"

        attribute {
          name = "leaseKey"
          type = "S"
        }

        attribute {
          name = "leaseOwner"
          type = "S"
        }

        global_secondary_index {
          name            = "LeaseOwnerToLeaseKeyIndex"
          hash_key        = "leaseOwner"
          range_key       = "leaseKey"
          projection_type = "KEYS_ONLY"
        }

        point_in_time_recovery {
          enabled = true
        }
      }

      resource "aws_dynamodb_table" "coordinator_state_table" {
        name         = "App-CoordinatorState"
        billing_mode = "PAY_PER_REQUEST"
        hash_key     = "key"

        attribute {
          name = "key"
          type = "S"
        }

        tags = {
          "team" = "$\${a}\\"%%{b}\\u0007"
        }
      }

      resource "aws_dynamodb_table" "worker_metrics_table" {
        name                        = "App-WorkerMetricStats"
        billing_mode                = "PROVISIONED"
        hash_key                    = "wid"
        read_capacity               = 7
        write_capacity              = 3
        deletion_protection_enabled = true

        attribute {
          name = "wid"
          type = "S"
        }
      }
      "
    `);
  });
});
